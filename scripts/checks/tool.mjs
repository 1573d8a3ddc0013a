import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runQuietly } from '../setup/quiet-command.mjs';

/** What a check found is shown up to here; who has more to mend sees the rest after mending some. */
const SHOWN_LINES = 200;

/** The checkout. */
export const root = join(fileURLToPath(import.meta.url), '..', '..', '..');

/**
 * Runs a command line that a development package brings, without npx, which takes longer to start than most checks.
 *
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {string} [command] Where its name is not the package's.
 * @returns {Promise<string>} What it printed.
 */
export function runTool(packageName, args, command) {
  return runQuietly(process.execPath, [commandPath(packageName, command), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    shownLines: SHOWN_LINES,
  });
}

/**
 * Where a package's command line lies, by its `bin` field.
 *
 * @param {string} packageName
 * @param {string} [command]
 * @returns {string}
 */
export function commandPath(packageName, command = packageName.replace(/^@[^/]+\//, '')) {
  const manifest = join(root, 'node_modules', packageName, 'package.json');
  const { bin } = /** @type {{ readonly bin: string | Readonly<Record<string, string>> }} */ (
    JSON.parse(readFileSync(manifest, 'utf8'))
  );
  const path = typeof bin === 'string' ? bin : bin[command];
  if (path === undefined) throw new Error(`${packageName} brings no command ${command}`);
  return join(dirname(manifest), path);
}
