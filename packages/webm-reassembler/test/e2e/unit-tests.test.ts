import { createContext, runInContext } from 'node:vm';
import type { Outcome } from './unit/jest-in-page.js';
import { bundleUnitTests, type UnitTestBundle } from './unit/unit-test-bundle.js';
import { describeInBrowsers } from './support/browsers.js';
import { FileServer } from './support/file-server.js';
import { printTable } from './support/table.js';

const TIME_LIMIT_MS = 600_000;

let bundle: UnitTestBundle;
/** What passes in Node, in a context that has nothing of Node's. */
let inNode: Outcome;

beforeAll(async () => {
  bundle = await bundleUnitTests();
  inNode = await runWithoutNode(bundle.script);
}, TIME_LIMIT_MS);

test('every folder of the core has unit tests that need nothing of Node, and all of them pass', () => {
  const folders = new Set(bundle.files.map((path) => path.split('/')[0]));
  expect([...folders]).toEqual(expect.arrayContaining(['octets', 'elements', 'blocks', 'codecs', 'segments']));
  expect(bundle.files).toContain('reassembler.test.ts');
  expect(inNode.failed).toEqual([]);
  expect(inNode.passed.length).toBeGreaterThan(400);
});

describeInBrowsers('the unit tests of the core', (browser) => {
  test(
    'pass as they do in Node, every one',
    async () => {
      const server = await FileServer.start(bundle.script, new Map());
      const page = await browser.open();
      await page.open(server.address);
      const { passed, failed } = asOutcome(await page.evaluate('page.runCollected()'));
      await page.close();
      await server.stop();
      printTable(`The unit tests in ${page.browser}`, [
        ['test files', 'passed', 'failed', 'files that need Node'],
        [bundle.files.length, passed.length, failed.length, bundle.needNode.length],
      ]);
      expect(failed).toEqual([]);
      expect(passed).toEqual(inNode.passed);
    },
    TIME_LIMIT_MS,
  );
});

/** Runs the bundle among the language's own globals and those that every host has. */
async function runWithoutNode(script: string): Promise<Outcome> {
  const context = createContext({
    console,
    setTimeout,
    clearTimeout,
    queueMicrotask,
    performance,
    URL,
    Blob,
    TextEncoder,
    TextDecoder,
    ReadableStream,
    WritableStream,
    TransformStream,
    structuredClone,
  });
  runInContext(script, context);
  return asOutcome(await runInContext('page.runCollected()', context));
}

/** Where what a page or a context returned becomes typed. */
function asOutcome(value: unknown): Outcome {
  return value as Outcome;
}
