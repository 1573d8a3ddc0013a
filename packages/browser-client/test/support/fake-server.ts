import { decodeChunkMessage, decodePublisherMessage, encodeMessage } from '@webm-reassembler/protocol';
import type { AnalysisSettings, PublisherMessage, ServerMessage } from '@webm-reassembler/protocol';
import type { OpenSocket, SocketEvents, UploadSocket } from '../../src/upload/upload-socket.js';

/** One connection as the server sees it. */
export class FakeConnection implements UploadSocket {
  readonly said: PublisherMessage[] = [];
  /** Sequence numbers in order of arrival. */
  readonly sequences: number[] = [];
  readonly octets: number[] = [];
  dropped = false;
  bufferedOctets = 0;
  readonly #events: SocketEvents;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (typeof message === 'string') {
      const read = decodePublisherMessage(message);
      if (read.kind === 'malformed') throw new Error(read.reason);
      this.said.push(read.message);
      return;
    }
    const read = decodeChunkMessage(message);
    if (read.kind === 'malformed') throw new Error(read.reason);
    this.sequences.push(read.message.sequence);
    this.octets.push(...read.message.chunk);
  }

  drop(): void {
    this.dropped = true;
  }

  open(): void {
    this.#events.onOpen();
  }

  say(message: ServerMessage): void {
    this.#events.onText(encodeMessage(message));
  }

  sayText(text: string): void {
    this.#events.onText(text);
  }

  close(code = 1006, reason = ''): void {
    if (!this.dropped) this.#events.onClose(code, reason);
  }

  /** Opens and answers the start message. */
  accept(nextSequence = 0, maxMessageOctets = 1 << 24): void {
    this.open();
    const limits = { maxMessageOctets };
    this.say({ type: 'ready', stream: 'a-stream', nextSequence, limits, analysis: ANALYSIS });
  }
}

const ANALYSIS: AnalysisSettings = {
  fps: 10,
  maxFaces: 16,
  model: 'tiny',
  inputSize: 416,
  scoreThreshold: 0.4,
  landmarks: 'none',
  expressions: false,
  ageAndGender: false,
  descriptors: false,
};

/** A server in memory: each connection is in the test's hands. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];

  readonly openSocket: OpenSocket = (_url, _subprotocol, events) => {
    const connection = new FakeConnection(events);
    this.connections.push(connection);
    return connection;
  };

  get newest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('nobody has connected');
    return connection;
  }
}
