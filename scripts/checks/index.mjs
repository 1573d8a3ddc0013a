import { checkDocuments } from './documents.mjs';
import { checkLockFile } from './lock-file.mjs';
import { checkTestFiles } from './test-files.mjs';
import { runTool } from './tool.mjs';

/**
 * One thing that must hold for every commit.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<unknown>} run Rejects, with what is wrong, when it does not hold.
 * @property {string} [remedy] The command that puts it right, where there is one.
 */

const LIBRARY = 'packages/webm-reassembler';
const BROWSER_PACKAGES = [LIBRARY, 'packages/protocol', 'packages/browser-client'];

/** Everything that `npm run check` runs once the packages are built. @type {readonly Check[]} */
export const CHECKS = [
  { name: 'types of source, tests and scripts', run: () => runTool('typescript', ['-b', '.', 'scripts'], 'tsc') },
  {
    name: 'lint',
    run: () => runTool('oxlint', ['--type-aware', '--deny-warnings', '--report-unused-disable-directives']),
  },
  { name: 'format', run: () => runTool('prettier', ['--check', '.']), remedy: 'npm run format' },
  {
    name: 'import rules',
    run: () => runTool('dependency-cruiser', ['packages', '--config', '.dependency-cruiser.mjs']),
  },
  { name: 'unused files, exports and dependencies', run: () => runTool('knip', []) },
  { name: 'packages as npm users get them', run: () => forEach([...BROWSER_PACKAGES, 'packages/server'], publint) },
  { name: 'types as npm users get them', run: () => forEach(BROWSER_PACKAGES, areTheTypesWrong) },
  { name: 'size of the library', run: () => runTool('size-limit', []) },
  { name: 'API report of the library', run: apiReport, remedy: 'npm run api-report (and read what changed)' },
  { name: 'every test file is run', run: checkTestFiles },
  { name: 'links, commands and files that documents name', run: checkDocuments },
  { name: 'lock file, for every host and platform', run: checkLockFile },
];

/**
 * @param {readonly string[]} folders
 * @param {(folder: string) => Promise<unknown>} check
 */
async function forEach(folders, check) {
  for (const folder of folders) await check(folder);
}

/** @param {string} folder */
function publint(folder) {
  return runTool('publint', [folder, '--strict']);
}

/** @param {string} folder */
function areTheTypesWrong(folder) {
  return runTool('@arethetypeswrong/cli', ['--pack', folder, '--profile', 'esm-only'], 'attw');
}

function apiReport() {
  return runTool('@microsoft/api-extractor', ['run', '--config', `${LIBRARY}/api-extractor.json`]);
}
