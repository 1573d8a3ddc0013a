import { RunningServer } from '../support/running-server.js';
import type { ShakyLine } from './shaky-line.js';

/** What a server must not do. */
export type OnFault = (fault: string) => void;

/** A server that is killed and started again, behind a line whose address stays. */
export class TestedServer {
  readonly line: ShakyLine;
  readonly #flags: readonly string[];
  readonly #onFault: OnFault;
  readonly #earlierLogs: string[] = [];
  #running: RunningServer;

  private constructor(running: RunningServer, line: ShakyLine, flags: readonly string[], onFault: OnFault) {
    this.#running = running;
    this.line = line;
    this.#flags = flags;
    this.#onFault = onFault;
    line.target = running.port;
  }

  static async start(line: ShakyLine, flags: readonly string[], onFault: OnFault): Promise<TestedServer> {
    return new TestedServer(await RunningServer.start(flags), line, flags, onFault);
  }

  /** What all of them logged, one after the other. */
  get log(): string {
    return [...this.#earlierLogs, this.#running.log].join('\n--- the next server\n');
  }

  get running(): RunningServer {
    return this.#running;
  }

  /** Ends the server, lets `look` see what it left, and starts the next one. */
  async restart(signal: 'SIGKILL' | 'SIGTERM', look: (left: RunningServer) => Promise<void>): Promise<void> {
    this.line.target = signal === 'SIGKILL' ? undefined : this.line.target;
    const { code } = await this.#running.end(signal);
    this.line.target = undefined;
    this.line.cut();
    if (signal === 'SIGTERM' && code !== 0) this.#onFault(`SIGTERM ended with code ${String(code)}`);
    this.#earlierLogs.push(this.#running.log);
    await look(this.#running);
    this.#running = await RunningServer.start(this.#flags, this.#running.dataDirectory);
    this.line.target = this.#running.port;
  }

  /** Kills one of its ffmpegs. @returns whether there was one */
  async killDecoder(choose: (count: number) => number): Promise<boolean> {
    const decoders = await this.#running.decoders();
    const decoder = decoders[choose(decoders.length)];
    if (decoder === undefined) return false;
    try {
      process.kill(decoder, 'SIGKILL');
      return true;
    } catch (thrown) {
      // Its stream has ended since it was found, and it with it.
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false;
      throw thrown;
    }
  }

  async cleanUp(): Promise<void> {
    await this.#running.cleanUp();
  }
}
