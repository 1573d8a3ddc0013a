import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../checks/tool.mjs';

/** Where each run of jest leaves its results, for the summary and the gate. */
export const RESULTS_FOLDER = join(root, '.cache', 'test-results');

/**
 * What is used here of the JSON that jest writes.
 *
 * @typedef {object} JestResults
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites Files that could not even be loaded; none of their tests is counted.
 * @property {readonly { readonly assertionResults: readonly JestTest[] }[]} testResults
 *
 * @typedef {{ readonly status: string, readonly fullName: string }} JestTest
 *
 * @typedef {{ readonly passed: number, readonly failed: number, readonly skipped: readonly string[] }} Summary
 */

/**
 * Adds up several runs of jest. A file that could not be loaded counts as one failed test: it hides at least one.
 *
 * @param {readonly JestResults[]} runs
 * @returns {Summary} `skipped` has the full titles, in which the tests say why.
 */
export function summarise(runs) {
  const sum = (/** @type {(run: JestResults) => number} */ count) => runs.reduce((total, run) => total + count(run), 0);
  const tests = runs.flatMap((run) => run.testResults).flatMap((file) => file.assertionResults);
  return {
    passed: sum((run) => run.numPassedTests),
    failed: sum((run) => run.numFailedTests + run.numRuntimeErrorTestSuites),
    skipped: tests.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
  };
}

/**
 * The line by which a machine reads the outcome: `jest: 12 passed, 0 failed, 1 skipped`.
 *
 * @param {Summary} summary
 * @returns {string}
 */
export function countLine({ passed, failed, skipped }) {
  return `jest: ${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/** The results that the last `npm test` left, none where it did not come so far. @returns {readonly JestResults[]} */
export function readResults() {
  if (!existsSync(RESULTS_FOLDER)) return [];
  return readdirSync(RESULTS_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => /** @type {JestResults} */ (JSON.parse(readFileSync(join(RESULTS_FOLDER, name), 'utf8'))));
}
