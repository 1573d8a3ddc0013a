import {
  type ChunkMessage,
  decodeChunkMessage,
  decodePublisherMessage,
  encodeMessage,
  type LostMessage,
  type PublisherMessage,
  type StartMessage,
} from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';
import type { IngestSession, PublisherSocket } from './publisher-socket.js';
import { judgeSequence } from './sequence.js';
import type { OpenStream, StreamPort } from './stream-port.js';

/**
 * | state             | goes to           | when                                     |
 * | ----------------- | ----------------- | ---------------------------------------- |
 * | waiting-for-start | publishing        | `start` was answered with `ready`        |
 * | publishing        | finished          | `stop` came; the stream is being closed  |
 */
type SessionState =
  | { readonly kind: 'waiting-for-start' }
  | { readonly kind: 'publishing'; readonly stream: OpenStream }
  | { readonly kind: 'finished' };

/**
 * The subprotocol `webm-reassembler.v1`: chunks are numbered, acknowledged when recorded, and can be sent again.
 * A message that cannot be read, or that comes at the wrong time, is answered with an error and changes nothing.
 */
export class SubprotocolSession implements IngestSession {
  readonly #socket: PublisherSocket;
  readonly #streams: StreamPort;
  readonly #maxMessageOctets: number;
  #state: SessionState = { kind: 'waiting-for-start' };
  /** The expected sequence that was complained about last: one hole is one error, however many chunks follow it. */
  #missingSequence = -1;

  constructor(socket: PublisherSocket, streams: StreamPort, options: { readonly maxMessageOctets: number }) {
    this.#socket = socket;
    this.#streams = streams;
    this.#maxMessageOctets = options.maxMessageOctets;
  }

  get unrecordedOctets(): number {
    return this.#state.kind === 'publishing' ? this.#state.stream.unrecordedOctets : 0;
  }

  async open(): Promise<void> {
    // The publisher speaks first.
  }

  async takeText(text: string): Promise<void> {
    const read = decodePublisherMessage(text);
    if (read.kind === 'malformed') this.#complain('message-malformed', read.reason);
    else await this.#follow(read.message);
  }

  async takeChunkMessage(octets: Uint8Array): Promise<void> {
    const read = decodeChunkMessage(octets);
    if (read.kind === 'malformed') this.#complain('message-malformed', read.reason);
    else if (this.#state.kind !== 'publishing')
      this.#complain('message-unexpected', 'a chunk came outside of start and stop');
    else this.#takeChunk(this.#state.stream, read.message);
  }

  closed(): void {
    if (this.#state.kind === 'publishing') this.#state.stream.leave();
  }

  async #follow(message: PublisherMessage): Promise<void> {
    switch (message.type) {
      case 'start':
        return this.#start(message);
      case 'lost':
        return this.#takeLost(message);
      case 'stop':
        return this.#stop();
      default:
        message satisfies never;
    }
  }

  async #start(start: StartMessage): Promise<void> {
    if (this.#state.kind !== 'waiting-for-start')
      return this.#complain('message-unexpected', 'this connection has a stream already');
    const stream = await this.#streams.open({
      stream: start.stream,
      mimeType: start.mimeType,
      resume: start.resume ?? false,
      canResume: true,
      ...(start.session === undefined ? {} : { session: start.session }),
      analysis: start.analysis ?? {},
      publisher: this.#socket,
      address: this.#socket.address,
      credential: start.token ?? this.#socket.credential,
    });
    this.#state = { kind: 'publishing', stream };
    const limits = { maxMessageOctets: this.#maxMessageOctets };
    // What was taken but is not on the disk yet is asked for again, and dropped when it comes: the publisher lets go of
    // everything before `nextSequence`, and this process may die before it has written.
    const nextSequence = stream.recordedSequence + 1;
    const { id, analysis, resumeToken } = stream;
    const ready = { type: 'ready', stream: id, nextSequence, limits, analysis } as const;
    this.#socket.send(encodeMessage(resumeToken === undefined ? ready : { ...ready, resumeToken }));
    this.#acknowledgeRecorded(stream);
  }

  async #takeLost({ first, last }: LostMessage): Promise<void> {
    if (this.#state.kind !== 'publishing')
      return this.#complain('message-unexpected', 'chunks were said to be lost outside of start and stop');
    const { stream } = this.#state;
    if (!stream.takesChunks) return;
    if (first > stream.nextSequence) this.#complainOnceOfHole(first, stream.nextSequence);
    else if (last < stream.nextSequence) this.#acknowledgeRecorded(stream);
    else void stream.takeLost(last);
  }

  async #stop(): Promise<void> {
    if (this.#state.kind !== 'publishing') return this.#complain('message-unexpected', 'there is no stream to stop');
    const { stream } = this.#state;
    this.#state = { kind: 'finished' };
    await stream.finish();
    this.#socket.closeNormally();
  }

  #takeChunk(stream: OpenStream, { sequence, chunk, captureTimeMs }: ChunkMessage): void {
    // What is not taken is not acknowledged: the publisher still has it.
    if (!stream.takesChunks) return;
    const verdict = judgeSequence(sequence, stream.nextSequence);
    switch (verdict) {
      case 'next':
        void stream.take(chunk, captureTimeMs).then(() => this.#socket.regulate());
        return this.#socket.regulate();
      case 'duplicate':
        return this.#acknowledgeRecorded(stream);
      case 'missing':
        return this.#complainOnceOfHole(sequence, stream.nextSequence);
      default:
        verdict satisfies never;
    }
  }

  #complainOnceOfHole(sequence: number, expected: number): void {
    if (this.#missingSequence === expected) return;
    this.#missingSequence = expected;
    this.#complain('sequence-missing', `chunk ${sequence} came, chunk ${expected} is expected`);
  }

  #acknowledgeRecorded(stream: OpenStream): void {
    if (stream.recordedSequence >= 0)
      this.#socket.send(encodeMessage({ type: 'ack', sequence: stream.recordedSequence }));
  }

  #complain(code: 'message-malformed' | 'message-unexpected' | 'sequence-missing', message: string): void {
    this.#socket.complain(new ServerError(code, message));
  }
}
