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

  private constructor(socket: WebSocket, fixture: string) {
    this.#socket = socket;
    this.#fixture = fixture;
  }

  static async start(server: RunningServer, stream: string, fixture: string): Promise<FixturePublisher> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ingest?stream=${stream}`);
    await once(socket, 'open');
    const publisher = new FixturePublisher(socket, fixture);
    void publisher.#publish();
    return publisher;
  }

  /** Goes on with another fixture at once, as a page that stops its recorder and starts another. */
  change(fixture: string): void {
    this.#fixture = fixture;
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
    }
  }
}
