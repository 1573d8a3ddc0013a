import { encodeMessage } from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';
import type { IngestSession, PublisherSocket } from './publisher-socket.js';
import type { OpenStream, StreamPort } from './stream-port.js';

/**
 * Plain mode, for the five lines that everybody writes first: every binary message is a chunk, results come back as
 * JSON text. There is nothing to resume with, so the stream ends when the socket closes.
 */
export class PlainSession implements IngestSession {
  readonly #socket: PublisherSocket;
  readonly #streams: StreamPort;
  readonly #stream: string | undefined;
  readonly #maxMessageOctets: number;
  #open: OpenStream | undefined;

  constructor(
    socket: PublisherSocket,
    streams: StreamPort,
    options: { readonly stream: string | undefined; readonly maxMessageOctets: number },
  ) {
    this.#socket = socket;
    this.#streams = streams;
    this.#stream = options.stream;
    this.#maxMessageOctets = options.maxMessageOctets;
  }

  get unrecordedOctets(): number {
    return this.#open?.unrecordedOctets ?? 0;
  }

  async open(): Promise<void> {
    const { address, credential } = this.#socket;
    const request = { stream: this.#stream, mimeType: '', resume: false, canResume: false };
    this.#open = await this.#streams.open({ ...request, address, credential, publisher: this.#socket });
    const limits = { maxMessageOctets: this.#maxMessageOctets };
    this.#socket.send(encodeMessage({ type: 'ready', stream: this.#open.id, nextSequence: 0, limits }));
  }

  async takeChunkMessage(octets: Uint8Array): Promise<void> {
    void this.#open?.take(octets).then(() => this.#socket.regulate());
    this.#socket.regulate();
  }

  async takeText(): Promise<void> {
    const message = 'text in plain mode: without the subprotocol "webm-reassembler.v1" every message is a binary chunk';
    this.#socket.complain(new ServerError('message-unexpected', message));
  }

  closed(): void {
    this.#open?.leave();
  }
}
