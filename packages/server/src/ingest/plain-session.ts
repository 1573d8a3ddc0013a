import { encodeMessage, readAnalysisQuery } from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';
import { stillTypeOf } from '../frames/still-header.js';
import type { IngestSession, PublisherSocket } from './publisher-socket.js';
import type { OpenStream, StreamPort } from './stream-port.js';

export interface PlainSessionOptions {
  /** Of the address: `stream` is the ID, `mimeType` what is sent where that is said, the rest is how to analyse the stream. */
  readonly query: URLSearchParams;
  readonly maxMessageOctets: number;
}

/**
 * Plain mode, for the five lines that everybody writes first: every binary message is a chunk, results come back as
 * JSON text. Where the first message is a JPEG or PNG, every message is one. There is nothing to resume with, so the stream ends when the socket closes.
 */
export class PlainSession implements IngestSession {
  readonly #socket: PublisherSocket;
  readonly #streams: StreamPort;
  readonly #options: PlainSessionOptions;
  #open: OpenStream | undefined;

  constructor(socket: PublisherSocket, streams: StreamPort, options: PlainSessionOptions) {
    this.#socket = socket;
    this.#streams = streams;
    this.#options = options;
  }

  get unrecordedOctets(): number {
    return this.#open?.unrecordedOctets ?? 0;
  }

  async open(): Promise<void> {
    const { query, maxMessageOctets } = this.#options;
    const read = readAnalysisQuery(query);
    if (read.kind === 'malformed') throw new ServerError('analysis-refused', `in the address: ${read.reason}`);
    const { address, credential } = this.#socket;
    const stream = query.get('stream') ?? undefined;
    const mimeType = query.get('mimeType') ?? '';
    const request = { stream, mimeType, resume: false, canResume: false, analysis: read.settings };
    this.#open = await this.#streams.open({ ...request, address, credential, publisher: this.#socket });
    const { id, analysis } = this.#open;
    const limits = { maxMessageOctets };
    this.#socket.send(encodeMessage({ type: 'ready', stream: id, nextSequence: 0, limits, analysis }));
  }

  async takeChunkMessage(octets: Uint8Array): Promise<void> {
    const type = stillTypeOf(octets);
    if (this.#open?.nextSequence === 0 && type !== undefined) this.#open.expectStills(type);
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
