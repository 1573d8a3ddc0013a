import { spawn } from 'node:child_process';
import process from 'node:process';

/** How much of a failed command's output is shown: enough to hold the reason, short enough to be read. */
const TAIL_LINES = 40;

/** A command ended with another code than 0; its message holds the end of what the command printed. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} outcome
   * @param {string} output
   */
  constructor(command, outcome, output) {
    super(`${command} ${outcome}\n${lastLines(output)}`);
    this.name = 'CommandFailed';
  }
}

/**
 * Runs a command without showing what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} What it printed on both outputs.
 * @throws {CommandFailed} When it cannot be started, or ends with another code than 0.
 */
export function runQuietly(command, args, options = {}) {
  const name = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ piece) => (output += piece.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new CommandFailed(name, `could not be started: ${error.message}`, output)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed(name, `ended with ${signal ?? `code ${code}`}`, output));
    });
  });
}

/**
 * Runs npm: the very one that started this script, where npm did.
 *
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: NodeJS.ProcessEnv }} [options]
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
 * The end of a long text, with a note of what was left out.
 *
 * @param {string} text
 * @returns {string}
 */
export function lastLines(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= TAIL_LINES) return lines.join('\n');
  return [`(${lines.length - TAIL_LINES} lines before this left out)`, ...lines.slice(-TAIL_LINES)].join('\n');
}
