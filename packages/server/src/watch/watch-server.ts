import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { encodeMessage } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { type AccessGuard, credentialOf, isHostAllowed, isOriginAllowed } from '../access/index.js';
import type { EventBus } from '../bus/index.js';
import { asServerError, ServerError } from '../errors.js';
import { isStreamId } from '../stream-id.js';
import { refuseUpgrade } from '../upgrade-refusal.js';
import type { LiveFeeds } from './live-feeds.js';
import { isLiveState } from './live-state.js';
import { followEvents } from './viewer-events.js';
import { ViewerSocket } from './viewer-socket.js';

export interface WatchOptions {
  readonly allowedOrigins: readonly string[];
  /** Viewers of all streams together. */
  readonly maxViewers: number;
  /** Told of every refusal, for counting. */
  readonly onRefused: (error: ServerError) => void;
}

/** What is said of a stream to who begins to watch it. */
export interface WatchedStream {
  readonly state: string;
  readonly videoCodec: string;
}

export interface WatchParts {
  readonly guard: AccessGuard;
  readonly feeds: LiveFeeds;
  readonly bus: EventBus;
  /** The streams there are. */
  readonly streams: { get(id: string): WatchedStream | undefined };
  readonly log: Logger;
}

const WATCH_PATH = /^\/watch\/([^/?]+)(\?|$)/;
/** A viewer says nothing; what it sends all the same may not be long. */
const MAX_MESSAGE_OCTETS = 1024;
/** How often connections are asked whether they are still there. */
const PING_INTERVAL_MS = 15_000;

/** The WebSocket way out, at `/watch/ID`. Takes over upgrade requests of an HTTP server that somebody else owns. */
export class WatchServer {
  readonly #options: WatchOptions;
  readonly #parts: WatchParts;
  readonly #sockets = new Set<ViewerSocket>();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_OCTETS,
    // Video is compressed already.
    perMessageDeflate: false,
  });
  readonly #pingTimer: NodeJS.Timeout;

  constructor(options: WatchOptions, parts: WatchParts) {
    this.#options = options;
    this.#parts = parts;
    this.#pingTimer = setInterval(() => {
      for (const socket of this.#sockets) socket.checkAlive();
    }, PING_INTERVAL_MS);
  }

  get viewers(): number {
    return this.#sockets.size;
  }

  /** Whether an upgrade request is for here. */
  isFor(request: IncomingMessage): boolean {
    return WATCH_PATH.test(request.url ?? '');
  }

  /** Listener for `upgrade` of an HTTP server. */
  readonly handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refusal = this.#refusalOf(request);
    if (refusal !== undefined) {
      this.#tellOfRefusal(refusal);
      return refuseUpgrade(socket, refusal);
    }
    const stream = WATCH_PATH.exec(request.url ?? '')?.[1] ?? '';
    const credential = credentialOf(request.headers, request.url ?? '/');
    this.#server.handleUpgrade(request, socket, head, (webSocket) => void this.#begin(webSocket, stream, credential));
  };

  /** Ends what is still open. */
  close(): void {
    clearInterval(this.#pingTimer);
    for (const socket of this.#sockets) socket.dismiss(new ServerError('server-stopping', 'the server stops'));
    this.#server.close();
  }

  #refusalOf({ headers: { origin, host } }: IncomingMessage): ServerError | undefined {
    const { allowedOrigins, maxViewers } = this.#options;
    if (!this.#parts.guard.isRequired && !isHostAllowed(host, allowedOrigins))
      return new ServerError('host-refused', `this server is not called ${String(host)}`);
    if (!isOriginAllowed({ origin, host, allowedOrigins }))
      return new ServerError('origin-refused', `pages of ${String(origin)} may not watch here`);
    if (this.#sockets.size < maxViewers) return undefined;
    return new ServerError('too-many-viewers', `the limit of ${maxViewers} viewers is reached`);
  }

  /** A page cannot see why an upgrade was refused: what concerns the stream is said over the socket. */
  async #begin(webSocket: WebSocket, stream: string, credential: string | undefined): Promise<void> {
    const leaves: (() => void)[] = [];
    const socket = new ViewerSocket(webSocket, () => {
      this.#sockets.delete(socket);
      for (const leave of leaves) leave();
    });
    this.#sockets.add(socket);
    let watched: WatchedStream;
    try {
      await this.#parts.guard.check(credential, { access: 'view', stream });
      watched = this.#liveStream(stream);
    } catch (thrown) {
      const error = asServerError(thrown);
      this.#tellOfRefusal(error);
      return socket.dismiss(error);
    }
    if (!socket.isOpen) return;
    socket.send(encodeMessage({ type: 'watching', stream, videoCodec: watched.videoCodec }));
    // In this order: `ended` is said before the feed lets go of its viewers.
    leaves.push(followEvents(this.#parts.bus, stream, socket), this.#parts.feeds.join(stream, socket));
  }

  /** @throws ServerError `stream-not-live` */
  #liveStream(stream: string): WatchedStream {
    const watched = isStreamId(stream) ? this.#parts.streams.get(stream) : undefined;
    if (watched !== undefined && isLiveState(watched.state)) return watched;
    const what = watched === undefined ? `there is no stream ${stream}` : `stream ${stream} has ended`;
    throw new ServerError('stream-not-live', what);
  }

  #tellOfRefusal(error: ServerError): void {
    this.#options.onRefused(error);
    this.#parts.log.info({ code: error.code }, error.message);
  }
}
