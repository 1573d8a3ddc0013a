import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { loadFixture } from '../../../../fixtures/load.js';
import type { RunningServer } from './running-server.js';

/** Publishes a fixture at its own pace, over and over, as a recorder that is restarted each time: one stream, one timeline. */
export class FixturePublisher {
  readonly #socket: WebSocket;
  #fixture: string;
  #isStopped = false;
  #sent = 0;

  private constructor(socket: WebSocket, fixture: string) {
    this.#socket = socket;
    this.#fixture = fixture;
  }

  /** Begins a stream: when this resolves, the server has it, and viewers may come. */
  static async start(server: RunningServer, stream: string, fixture: string): Promise<FixturePublisher> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ingest?stream=${stream}`);
    await streamBegun(socket);
    const publisher = new FixturePublisher(socket, fixture);
    void publisher.#publish();
    return publisher;
  }

  /** Goes on with another fixture at once, as a page that stops its recorder and starts another. */
  change(fixture: string): void {
    this.#fixture = fixture;
  }

  /** Resolves when so many chunks have been sent, of whichever fixture. */
  async hasSent(chunks: number): Promise<void> {
    while (this.#sent < chunks) await pause(50);
  }

  /** Ends the stream. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#socket.close();
    await once(this.#socket, 'close');
  }

  async #publish(): Promise<void> {
    while (!this.#isStopped) await this.#publishOnce(this.#fixture);
  }

  async #publishOnce(name: string): Promise<void> {
    const { chunks, manifest } = loadFixture(name);
    const startMs = performance.now();
    for (const [index, { t }] of manifest.chunks.entries()) {
      await pause(Math.max(0, startMs + t - performance.now()));
      if (this.#isStopped || this.#fixture !== name) return;
      this.#socket.send(chunks[index] ?? new Uint8Array());
      this.#sent += 1;
    }
  }
}

/** Waits until the server says that it has the stream: the socket is open before that. Listens from before it is open. */
export async function streamBegun(socket: WebSocket): Promise<void> {
  await once(socket, 'message');
}
