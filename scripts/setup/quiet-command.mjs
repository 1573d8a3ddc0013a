import { spawn } from 'node:child_process';
import process from 'node:process';

/** How much of a failed command's output is shown, unless told: enough to hold the reason, short enough to be read. */
const SHOWN_LINES = 40;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [shownLines] How many lines of its output are shown when it fails.
 */

/**
 * Runs a command without showing what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} What it printed on both outputs.
 * @throws When it cannot be started, or ends with another code than 0; the message holds what it printed, shortened.
 */
export function runQuietly(command, args, { shownLines = SHOWN_LINES, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ piece) => (output += piece.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const fail = (/** @type {string} */ outcome) =>
      reject(new Error(`${[command, ...args].join(' ')} ${outcome}\n${shorten(output, shownLines)}`));
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('close', (code, signal) =>
      code === 0 ? resolve(output) : fail(`ended with ${signal ?? `code ${code}`}`),
    );
  });
}

/**
 * Runs npm: the very one that started this script, where npm did.
 *
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>}
 */
export function runNpm(args, options = {}) {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)) return runQuietly(process.execPath, [npm, ...args], options);
  return process.platform === 'win32'
    ? runQuietly('cmd.exe', ['/d', '/c', 'npm', ...args], options)
    : runQuietly('npm', args, options);
}

/**
 * A long text without its middle: some tools say what is wrong first, others last.
 *
 * @param {string} text
 * @param {number} count How many lines to keep.
 * @returns {string}
 */
export function shorten(text, count) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= count) return lines.join('\n');
  const head = Math.floor(count / 3);
  const leftOut = `(${lines.length - count} lines left out)`;
  return [...lines.slice(0, head), leftOut, ...lines.slice(head - count)].join('\n');
}
