import { CHUNK_HEADER_OCTETS, encodeChunkMessage, encodeMessage, type IngestLimits } from '@webm-reassembler/protocol';
import type { KeptChunks } from './kept-chunks.js';
import type { UploadHost } from './upload-host.js';
import type { UploadSocket } from './upload-socket.js';

/** Octets that may wait inside the socket: what has left our hands cannot be dropped or counted any more. */
const SOCKET_BACKLOG_OCTETS = 1024 * 1024;

/** How often a full socket is looked at again, in ms; sockets have no event for having drained. */
const DRAIN_POLL_MS = 50;

/** Sends the kept chunks over one connection, from the first that the server wants, as fast as the network takes them. */
export class ChunkSender {
  readonly #socket: UploadSocket;
  readonly #kept: KeptChunks;
  readonly #limits: IngestLimits;
  readonly #setTimer: UploadHost['setTimer'];
  readonly #onTooLarge: () => void;
  #stopWanted = false;
  #stopSent = false;
  #closed = false;
  #cancelDrain: () => void = () => undefined;

  /** @param onTooLarge told when a chunk is larger than the server takes; nothing is sent after that */
  constructor(
    socket: UploadSocket,
    kept: KeptChunks,
    limits: IngestLimits,
    setTimer: UploadHost['setTimer'],
    onTooLarge: () => void,
  ) {
    this.#socket = socket;
    this.#kept = kept;
    this.#limits = limits;
    this.#setTimer = setTimer;
    this.#onTooLarge = onTooLarge;
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
    if (this.#stopWanted && !this.#stopSent && !this.#closed) {
      this.#stopSent = true;
      this.#socket.send(encodeMessage({ type: 'stop' }));
    }
  }

  /** Says stop once every chunk is out. */
  stopWhenSent(): void {
    this.#stopWanted = true;
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
    if (message.chunk.length + CHUNK_HEADER_OCTETS <= this.#limits.maxMessageOctets) {
      this.#socket.send(encodeChunkMessage(message));
      return;
    }
    this.close();
    this.#onTooLarge();
  }
}
