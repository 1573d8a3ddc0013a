import { CHUNK_HEADER_OCTETS, encodeChunkMessage, encodeMessage, type IngestLimits } from '@webm-reassembler/protocol';
import type { KeptChunks } from './kept-chunks.js';
import type { UploadHost } from './upload-host.js';
import type { UploadSocket } from './upload-socket.js';

/** Octets that may wait inside the socket: what has left our hands cannot be dropped or counted any more. */
const SOCKET_BACKLOG_OCTETS = 1024 * 1024;

/** How often a full socket is looked at again, in ms; sockets have no event for having drained. */
const DRAIN_POLL_MS = 50;

/** What a sender finds out about chunks. */
export interface SenderEvents {
  /** A chunk is larger than the server takes; nothing is sent after that. */
  readonly onTooLarge: () => void;
  /** The server was told that these chunks will never come. Both ends included. */
  readonly onLost: (first: number, last: number) => void;
}

/** What a connection was opened with. */
export interface OpenedConnection {
  readonly socket: UploadSocket;
  readonly limits: IngestLimits;
  /** Sequence number of the chunk that the server needs next. */
  readonly nextSequence: number;
}

/**
 * Sends the kept chunks over one connection, from the first that the server wants, as fast as the network takes them.
 * Where the server wants one that is not kept any more, it is told so, and the rest follows.
 */
export class ChunkSender {
  readonly #socket: UploadSocket;
  readonly #limits: IngestLimits;
  readonly #kept: KeptChunks;
  readonly #setTimer: UploadHost['setTimer'];
  readonly #events: SenderEvents;
  /** Sequence number that the server expects behind everything that was sent. */
  #expected: number;
  /** Sequence number behind the last chunk of the stream, once that is known. */
  #end: number | undefined;
  #stopSent = false;
  #closed = false;
  #cancelDrain: () => void = () => undefined;

  constructor(
    { socket, limits, nextSequence }: OpenedConnection,
    kept: KeptChunks,
    setTimer: UploadHost['setTimer'],
    events: SenderEvents,
  ) {
    this.#socket = socket;
    this.#limits = limits;
    this.#expected = nextSequence;
    this.#kept = kept;
    this.#setTimer = setTimer;
    this.#events = events;
    kept.forgetSent();
  }

  /** Sends what the socket takes now, and the rest when it has drained. */
  pump(): void {
    this.#cancelDrain();
    while (!this.#closed && !this.#kept.allSent) {
      if (this.#socket.bufferedOctets > SOCKET_BACKLOG_OCTETS) {
        this.#cancelDrain = this.#setTimer(() => this.pump(), DRAIN_POLL_MS);
        return;
      }
      this.#sendNext();
    }
    if (this.#end !== undefined && !this.#stopSent && !this.#closed) {
      this.#stopSent = true;
      this.#skipTo(this.#end);
      this.#socket.send(encodeMessage({ type: 'stop' }));
    }
  }

  /** Says stop once every chunk is out. @param end sequence number behind the last */
  stopWhenSent(end: number): void {
    this.#end = end;
    this.pump();
  }

  /** Sends nothing more. */
  close(): void {
    this.#closed = true;
    this.#cancelDrain();
  }

  #sendNext(): void {
    const message = this.#kept.takeUnsent();
    if (message === undefined) return;
    if (message.chunk.length + CHUNK_HEADER_OCTETS > this.#limits.maxMessageOctets) {
      this.close();
      return this.#events.onTooLarge();
    }
    this.#skipTo(message.sequence);
    this.#socket.send(encodeChunkMessage(message));
    this.#expected = message.sequence + 1;
  }

  /** Says of the chunks that the server waits for, up to but not including `sequence`, that they are gone. */
  #skipTo(sequence: number): void {
    const [first, last] = [this.#expected, sequence - 1];
    if (last < first) return;
    this.#socket.send(encodeMessage({ type: 'lost', first, last }));
    this.#expected = sequence;
    this.#events.onLost(first, last);
  }
}
