import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The built server, as a user runs it. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/**
 * For tests that wait for results of frames behind the first. By default frames that come out of the decoder more than a
 * second late are left out up to the next random access point, and on a busy machine those may be all that a test sends.
 */
export const WHATEVER_THE_LAG: readonly string[] = ['--max-decode-lag-ms', '600000'];

/** A server needs a second or two, and many times that where the machine does many other things. */
const START_WITHIN_MS = 120_000;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real server in a process of its own, on a free port, with a data directory of its own. */
export class RunningServer {
  readonly port: number;
  readonly dataDirectory: string;
  readonly #child: ChildProcess;
  readonly #log: readonly string[];
  readonly #output: readonly string[];

  private constructor(
    child: ChildProcess,
    place: { readonly port: number; readonly dataDirectory: string },
    lines: { readonly log: readonly string[]; readonly output: readonly string[] },
  ) {
    this.#child = child;
    this.port = place.port;
    this.dataDirectory = place.dataDirectory;
    this.#log = lines.log;
    this.#output = lines.output;
  }

  /** Starts a server and waits until it says its address. */
  static async start(flags: readonly string[] = [], directory?: string): Promise<RunningServer> {
    const dataDirectory = directory ?? (await mkdtemp(join(tmpdir(), 'server-test-')));
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--data-directory', dataDirectory, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: plainEnvironment(),
    });
    const log: string[] = [];
    createInterface(child.stderr).on('line', (line) => log.push(line));
    const output: string[] = [];
    const lines = createInterface(child.stdout);
    const port = await new Promise<number>((resolve, reject) => {
      const fail = (what: string): void => reject(new Error(`the server ${what}:\n${log.join('\n')}`));
      // Not at its exit: what it said last may come after that.
      child.once('close', (code) => fail(`ended with code ${String(code)}`));
      const late = setTimeout(() => {
        fail(`has not said its address within ${START_WITHIN_MS} ms`);
        child.kill('SIGKILL');
      }, START_WITHIN_MS);
      child.once('close', () => clearTimeout(late));
      lines.on('line', (line) => {
        output.push(line);
        const said = /https?:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
        if (said === undefined) return;
        clearTimeout(late);
        resolve(Number(said));
      });
    });
    return new RunningServer(child, { port, dataDirectory }, { log, output });
  }

  /** Process IDs of its ffmpegs. */
  async decoders(): Promise<readonly number[]> {
    const children = promisify(execFile)('pgrep', ['-P', String(this.#child.pid), 'ffmpeg']);
    // pgrep ends with 1 where it finds none.
    const { stdout } = await children.catch(() => ({ stdout: '' }));
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  }

  /**
   * Lets no file of the server grow beyond so many octets: what a full disk looks like to a process, for one process
   * alone. `prlimit` is a part of util-linux.
   */
  async limitFiles(octets: number | 'unlimited'): Promise<void> {
    // The soft limit alone, or only root could lift it again.
    await promisify(execFile)('prlimit', ['--pid', String(this.#child.pid), `--fsize=${octets}:`]);
  }

  get pid(): number {
    return Number(this.#child.pid);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get ingestUrl(): string {
    return `ws://127.0.0.1:${this.port}/ingest`;
  }

  get log(): string {
    return this.#log.join('\n');
  }

  /** What it said on standard output until now. */
  get output(): string {
    return this.#output.join('\n');
  }

  /** Where the files of a stream are. */
  pathOf(stream: string, ...name: readonly string[]): string {
    return join(this.dataDirectory, 'streams', stream, ...name);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Exit> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exited;
    }
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  /** Ends the server if it still runs, and deletes what it recorded. */
  async cleanUp(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.dataDirectory, { recursive: true, force: true });
  }
}

/** Node options of the test runner, and keys that a developer may have set, are not those of the server under test. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('WEBM_REASSEMBLER_')),
  );
}
