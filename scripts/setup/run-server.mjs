import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureReady } from '../setup.mjs';

const SERVER = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));

/**
 * Runs the server's program, with the arguments of this process, in this very process and not in a child: signals, the
 * terminal and the exit code are then the server's own.
 *
 * @param {object} [how]
 * @param {string} [how.subcommand]
 * @param {boolean} [how.asItIs] Whether a server that was built before does, without a look at whether it is up to date.
 */
export async function runServer({ subcommand, asItIs = false } = {}) {
  if (!asItIs || !existsSync(SERVER)) await ensureReady();
  process.argv.splice(1, 1, SERVER, ...(subcommand === undefined ? [] : [subcommand]));
  await import(pathToFileURL(SERVER).href);
}
