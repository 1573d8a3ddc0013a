/*
 * As much of jest as the core's unit tests use, for a page: `describe`, `test` and their `each` collect, `runCollected`
 * runs. `expect` is jest's own.
 */
import { expect } from 'expect';
import fc from 'fast-check';

type Run = (...row: readonly unknown[]) => unknown;
type Define = (title: string, run: Run, timeLimitMs?: number) => void;
type Each = (rows: readonly unknown[]) => Define;

interface CollectedTest {
  readonly title: string;
  readonly run: () => unknown;
}

/** What came of the tests: all titles that passed, in order, and for each other one why. */
export interface Outcome {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

const collected: CollectedTest[] = [];
let around: readonly string[] = [];

function describeGroup(title: string, define: Run): void {
  const outside = around;
  around = [...outside, title];
  define();
  around = outside;
}

function addTest(title: string, run: Run): void {
  collected.push({ title: [...around, title].join(' > '), run: () => run() });
}

/** A row that is an array is spread, as by jest; rows are told apart by their number. */
function eachOf(define: Define): Each {
  return (rows) => (title, run) =>
    rows.forEach((row, index) => {
      define(`${title} [${index}]`, () => run(...(Array.isArray(row) ? (row as readonly unknown[]) : [row])));
    });
}

/** The same seed as Node's, so that properties try the same cases. */
fc.configureGlobal({ seed: 20_261_122 });

Object.assign(globalThis, {
  expect,
  describe: Object.assign(describeGroup, { each: eachOf(describeGroup) }),
  test: Object.assign(addTest, { each: eachOf(addTest) }),
});

/** Runs what the bundled test files have defined, one test behind the other. */
export async function runCollected(): Promise<Outcome> {
  const passed: string[] = [];
  const failed: string[] = [];
  for (const { title, run } of collected) {
    try {
      await run();
      passed.push(title);
    } catch (error) {
      failed.push(`${title}: ${String(error)}`);
    }
  }
  return { passed, failed };
}
