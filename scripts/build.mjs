import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireNewEnoughNode } from './setup/node-version.mjs';
import { runQuietly } from './setup/quiet-command.mjs';
import { runSteps } from './setup/steps.mjs';

/** @import { Tell } from './setup/steps.mjs' */

const root = join(fileURLToPath(import.meta.url), '..', '..');

/**
 * Compiles the packages (only what changed) and bundles the browser's page.
 *
 * @param {Tell} tell
 * @returns {Promise<string>}
 */
export async function build(tell) {
  tell('compiling');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await runQuietly(process.execPath, [tsc, '-b', ...compiledPackages()], { cwd: root });
  tell('bundling the page');
  const bundler = join(root, 'packages', 'browser-client', 'build.mjs');
  if (existsSync(bundler)) await runQuietly(process.execPath, [bundler], { cwd: root });
  return 'up to date';
}

/** The packages, not the tests: a newcomer's start does not wait for these, nor fail by them. */
function compiledPackages() {
  const { workspaces } = /** @type {{ readonly workspaces: readonly string[] }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  );
  return workspaces.filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  requireNewEnoughNode();
  try {
    await runSteps([{ title: 'Build', work: build }]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
