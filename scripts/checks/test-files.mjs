import { join, relative } from 'node:path';
import { allTests } from '../tests/jest-run.mjs';
import { root, runTool } from './tool.mjs';
import { filesBelow } from './files-below.mjs';

/** Where tests are looked for. */
const FOLDERS = ['packages', 'fixtures', 'scripts'];

/**
 * Finds test files that no run of `npm test` takes in: they would be written, kept up to date, and never run. Those that
 * two runs take in would be counted twice.
 *
 * @returns {Promise<void>}
 */
export async function checkTestFiles() {
  /** @type {string[]} */
  const listed = [];
  for (const { args } of allTests()) listed.push(...linesWithTests(await runTool('jest', ['--listTests', ...args])));
  const written = FOLDERS.flatMap((folder) => filesBelow(join(root, folder))).filter((path) =>
    path.endsWith('.test.ts'),
  );
  const wrong = written
    .map((path) => ({ path, runs: listed.filter((other) => other === path).length }))
    .filter(({ runs }) => runs !== 1);
  if (wrong.length > 0) {
    const lines = wrong.map(({ path, runs }) => `${relative(root, path)}: in ${runs} runs of npm test, not in one`);
    throw new Error(
      `${lines.join('\n')}\nThe runs are in scripts/tests/jest-run.mjs, what they take in also in jest.config.ts`,
    );
  }
}

/** @param {string} output */
function linesWithTests(output) {
  return output.split('\n').filter((line) => line.endsWith('.test.ts'));
}
