import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ServerError } from '../../errors.js';

const MAIN = fileURLToPath(new URL('../../main.js', import.meta.url));

/** A server in a process of its own, so that what it uses can be told from what its publishers use. */
export class LoadServer {
  readonly url: string;
  /** `undefined` for a server that runs elsewhere. */
  readonly pid: number | undefined;
  readonly #close: () => Promise<void>;

  private constructor(url: string, pid: number | undefined, close: () => Promise<void>) {
    this.url = url;
    this.pid = pid;
    this.#close = close;
  }

  /** A server that runs already. */
  static at(url: string): LoadServer {
    return new LoadServer(url, undefined, async () => undefined);
  }

  /**
   * Starts a server on a data directory of its own, which is deleted when it is closed.
   *
   * @throws ServerError `server-unreachable` with what it said, when it does not start
   */
  static async start(flags: readonly string[]): Promise<LoadServer> {
    const directory = await mkdtemp(join(tmpdir(), 'webm-reassembler-load-'));
    const fixed = ['--port', '0', '--data-directory', directory, '--log-level', 'error'];
    const child = spawn(process.execPath, [MAIN, ...fixed, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    const close = async (): Promise<void> => {
      await ended(child);
      await rm(directory, { recursive: true, force: true });
    };
    try {
      return new LoadServer(await addressOf(child), child.pid, close);
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  if (child.stdout === null || child.stderr === null) throw new Error('the server was started without pipes');
  createInterface(child.stderr).on('line', (line) => said.push(line));
  return new Promise((resolve, reject) => {
    // Not at its exit: what it said last may come after that.
    child.once('close', () =>
      reject(new ServerError('server-unreachable', `the server did not start: ${said.slice(-5).join(' ')}`)),
    );
    createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
      const url = /running at (\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
