import { decodeViewerMessage, type ErrorMessage, type ViewerMessage } from '@webm-reassembler/protocol';
import { backoffDelayMs } from '../upload/backoff.js';

/** The little of a WebSocket that watching needs. */
export interface WatchSocket {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

/** What watching needs of its host; handed in for tests. */
export interface WatchHost {
  /** Opens a socket that gives binary messages as `ArrayBuffer`. */
  open(url: string): WatchSocket;
  setTimer(run: () => void, delayMs: number): () => void;
  random(): number;
}

export interface WatchEvents {
  readonly onMessage: (message: ViewerMessage) => void;
  /** What `appendBuffer` takes. */
  readonly onOctets: (octets: ArrayBuffer) => void;
  /** The connection is gone, or never came about; it is tried again. `error` is what the server said, where it did. */
  readonly onLost: (error: ErrorMessage | undefined) => void;
  /** The connection is gone for good: the stream has ended, or the server does not let this viewer in. */
  readonly onOver: (error: ErrorMessage | undefined) => void;
}

/** Watches a stream over a socket that is opened again when it breaks. Call `close()` when done. */
export class WatchConnection {
  readonly #url: string;
  readonly #events: WatchEvents;
  readonly #host: WatchHost;
  #socket: WatchSocket | undefined;
  #cancelTimer: () => void = () => undefined;
  #attempts = 0;
  #error: ErrorMessage | undefined;
  #hasEnded = false;

  constructor(url: string, events: WatchEvents, host: WatchHost = browserWatchHost) {
    this.#url = url;
    this.#events = events;
    this.#host = host;
    this.#connect();
  }

  close(): void {
    this.#cancelTimer();
    this.#drop();
  }

  /** Opens a new connection at once: the player needs to begin anew. */
  restart(): void {
    this.close();
    this.#connect();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #connect(): void {
    this.#error = undefined;
    const socket = this.#host.open(this.#url);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') this.#hear(data);
      else if (data instanceof ArrayBuffer) this.#events.onOctets(data);
    };
    socket.onclose = () => this.#closed();
  }

  #hear(text: string): void {
    const read = decodeViewerMessage(text);
    // A newer server may say what this page does not know.
    if (read.kind === 'malformed') return;
    const { message } = read;
    if (message.type === 'watching') this.#attempts = 0;
    if (message.type === 'ended') this.#hasEnded = true;
    if (message.type === 'error') this.#error = message;
    this.#events.onMessage(message);
  }

  #closed(): void {
    this.#socket = undefined;
    if (this.#hasEnded || this.#error?.retryable === false) return this.#events.onOver(this.#error);
    this.#attempts += 1;
    this.#events.onLost(this.#error);
    this.#cancelTimer = this.#host.setTimer(() => this.#connect(), backoffDelayMs(this.#attempts, this.#host.random()));
  }
}

export const browserWatchHost: WatchHost = {
  open: (url) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const adapter: WatchSocket = { onmessage: null, onclose: null, close: () => socket.close() };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => adapter.onmessage?.({ data });
    socket.onclose = () => adapter.onclose?.();
    return adapter;
  },
  setTimer: (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
