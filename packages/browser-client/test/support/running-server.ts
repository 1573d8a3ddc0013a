import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './places.js';

const MAIN = join(ROOT, 'packages/server/dist/main.js');

/** The real server in a process of its own. */
export class RunningServer {
  readonly port: number;
  readonly dataDirectory: string;
  readonly #child: ChildProcess;
  readonly #log: readonly string[];

  private constructor(child: ChildProcess, port: number, dataDirectory: string, log: readonly string[]) {
    this.#child = child;
    this.port = port;
    this.dataDirectory = dataDirectory;
    this.#log = log;
  }

  /**
   * Starts a server and waits until it says its address.
   *
   * @param port 0 for any free one
   * @param directory where it keeps its recordings; a new one by default
   */
  static async start(port = 0, directory?: string, flags: readonly string[] = []): Promise<RunningServer> {
    const dataDirectory = directory ?? (await mkdtemp(join(tmpdir(), 'browser-client-')));
    const args = [MAIN, '--port', String(port), '--data-directory', dataDirectory, ...flags];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
    const log: string[] = [];
    createInterface(child.stderr).on('line', (line) => log.push(line));
    const lines = createInterface(child.stdout);
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with code ${code}:\n${log.join('\n')}`)));
      lines.on('line', (line) => {
        const address = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
        if (address !== null) resolve(new RunningServer(child, Number(address[1]), dataDirectory, log));
      });
    });
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** What it wrote to its log, for a test that failed. */
  get log(): string {
    return this.#log.join('\n');
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it in good order. Its recordings are deleted. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.dataDirectory, { recursive: true, force: true, maxRetries: 3 });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

/** Node options of the test runner are not the server's. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  return rest;
}
