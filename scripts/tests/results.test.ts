import { expect, test } from '@jest/globals';
import { countLine, summarise } from './results.mjs';

const run = (
  counts: { passed?: number; failed?: number; unloadable?: number },
  tests: readonly { status: string; fullName: string }[] = [],
) => ({
  numPassedTests: counts.passed ?? 0,
  numFailedTests: counts.failed ?? 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: counts.unloadable ?? 0,
  testResults: [{ assertionResults: tests }],
});

test('the runs are added up', () => {
  const summary = summarise([run({ passed: 3, failed: 1 }), run({ passed: 4 })]);
  expect(summary).toEqual({ passed: 7, failed: 1, skipped: [] });
});

test('a test file that could not be loaded counts as a failure', () => {
  expect(summarise([run({ passed: 1, unloadable: 2 })]).failed).toBe(2);
});

test('skipped tests and tests still to do are named', () => {
  const tests = [
    { status: 'passed', fullName: 'a' },
    { status: 'pending', fullName: 'b (no Firefox here)' },
    { status: 'todo', fullName: 'c' },
  ];
  expect(summarise([run({}, tests)]).skipped).toEqual(['b (no Firefox here)', 'c']);
});

test('the count line has the skipped tests only where there are some', () => {
  expect(countLine({ passed: 12, failed: 0, skipped: [] })).toBe('jest: 12 passed, 0 failed');
  expect(countLine({ passed: 12, failed: 1, skipped: ['a'] })).toBe('jest: 12 passed, 1 failed, 1 skipped');
});
