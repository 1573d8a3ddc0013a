import { join, relative } from 'node:path';
import { root, runTool } from './tool.mjs';
import { filesBelow } from './files-below.mjs';

/** Where tests are looked for. */
const FOLDERS = ['packages', 'fixtures', 'scripts'];

/**
 * Finds test files that no project of jest.config.ts takes in: they would be written, kept up to date, and never run.
 *
 * @returns {Promise<void>}
 */
export async function checkTestFiles() {
  const listed = new Set(linesWithTests(await runTool('jest', ['--listTests'])));
  const written = FOLDERS.flatMap((folder) => filesBelow(join(root, folder))).filter((path) =>
    path.endsWith('.test.ts'),
  );
  const left = written.filter((path) => !listed.has(path)).map((path) => relative(root, path));
  if (left.length > 0) throw new Error(`No project of jest.config.ts takes in: ${left.join(', ')}`);
}

/** @param {string} output */
function linesWithTests(output) {
  return output.split('\n').filter((line) => line.endsWith('.test.ts'));
}
