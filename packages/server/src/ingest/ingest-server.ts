import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { SUBPROTOCOL } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { credentialOf, isHostAllowed, isOriginAllowed } from '../access/index.js';
import { ServerError } from '../errors.js';
import { clientAddress } from './client-address.js';
import { PlainSession } from './plain-session.js';
import { PublisherSocket } from './publisher-socket.js';
import type { StreamPort } from './stream-port.js';
import { SubprotocolSession } from './subprotocol-session.js';
import { typedCloseSocket } from './typed-close-socket.js';
import { refuseUpgrade } from '../upgrade-refusal.js';

export interface IngestOptions {
  readonly maxMessageOctets: number;
  readonly maxUnrecordedOctets: number;
  readonly idleTimeoutMs: number;
  readonly allowedOrigins: readonly string[];
  readonly startTimeoutMs: number;
  readonly maxOctetsPerSecond: number;
  readonly maxChunksPerSecond: number;
  readonly trustedProxies: readonly string[];
  /** Whether every publisher shows a token; without, the Host header must be one of this machine. */
  readonly requiresTokens: boolean;
  /** Told of every refusal, for counting. */
  readonly onRefused: (error: ServerError) => void;
}

/** Where publishers connect. `/` is for the shortest of programs: `new WebSocket('ws://127.0.0.1:8080')`. */
const INGEST_PATHS = new Set(['/ingest', '/']);

/** How often connections are asked whether they are still there. */
const PING_INTERVAL_MS = 15_000;

/** The WebSocket way in. Takes over upgrade requests of an HTTP server that somebody else owns. */
export class IngestServer {
  readonly #options: IngestOptions;
  readonly #streams: StreamPort;
  readonly #log: Logger;
  readonly #sockets = new Set<PublisherSocket>();
  readonly #server: WebSocketServer;
  readonly #pingTimer: NodeJS.Timeout;
  #draining = false;

  constructor(options: IngestOptions, streams: StreamPort, log: Logger) {
    this.#options = options;
    this.#streams = streams;
    this.#log = log;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessageOctets,
      // Chunks are compressed already, and inflating is a way to make a server work hard for few octets.
      perMessageDeflate: false,
      WebSocket: typedCloseSocket(options.maxMessageOctets),
      handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    this.#pingTimer = setInterval(() => this.#checkAlive(), PING_INTERVAL_MS);
  }

  /** Listener for `upgrade` of an HTTP server. */
  readonly handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = requestUrl(request);
    const refusal = this.#refusalOf(request, url);
    if (refusal !== undefined) {
      this.#options.onRefused(refusal);
      this.#log.warn({ code: refusal.code, origin: request.headers.origin }, refusal.message);
      return refuseUpgrade(socket, refusal);
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#begin(webSocket, request, url));
  };

  /** Takes no new connections; those that are open stay until their streams have dismissed them. */
  drain(): void {
    this.#draining = true;
  }

  /** Ends what is still open. */
  close(): void {
    clearInterval(this.#pingTimer);
    for (const socket of this.#sockets) socket.dismiss(new ServerError('server-stopping', 'the server stops'));
    this.#server.close();
  }

  #refusalOf(request: IncomingMessage, url: URL): ServerError | undefined {
    if (this.#draining) return new ServerError('server-stopping', 'the server stops and takes no new streams');
    if (!INGEST_PATHS.has(url.pathname))
      return new ServerError('upgrade-refused', 'there is no WebSocket at this path');
    const { origin, host } = request.headers;
    const { allowedOrigins, requiresTokens } = this.#options;
    if (!requiresTokens && !isHostAllowed(host, allowedOrigins))
      return new ServerError('host-refused', `this server is not called ${String(host)}`);
    if (isOriginAllowed({ origin, host, allowedOrigins })) return undefined;
    return new ServerError('origin-refused', `pages of ${String(origin)} may not publish here`);
  }

  #begin(webSocket: WebSocket, request: IncomingMessage, url: URL): void {
    const { maxMessageOctets, maxOctetsPerSecond, maxChunksPerSecond, trustedProxies, onRefused } = this.#options;
    const onFailed = (error: ServerError): void => {
      onRefused(error);
      this.#log.warn({ code: error.code, cause: error.cause }, error.message);
    };
    const socket = new PublisherSocket(webSocket, {
      ...this.#options,
      rates: { octetsPerSecond: maxOctetsPerSecond, chunksPerSecond: maxChunksPerSecond },
      address: clientAddress(request, trustedProxies),
      credential: credentialOf(request.headers, request.url ?? '/'),
      onFailed,
      onComplaint: onRefused,
    });
    this.#sockets.add(socket);
    webSocket.on('close', () => this.#sockets.delete(socket));
    socket.begin(
      webSocket.protocol === SUBPROTOCOL
        ? new SubprotocolSession(socket, this.#streams, { maxMessageOctets })
        : new PlainSession(socket, this.#streams, { query: url.searchParams, maxMessageOctets }),
    );
  }

  #checkAlive(): void {
    for (const socket of this.#sockets) socket.checkAlive();
  }
}

/** Only path and query count; what stands in front of them is not taken from the request. */
function requestUrl(request: IncomingMessage): URL {
  const target = request.url ?? '/';
  return URL.canParse(target, 'http://server') ? new URL(target, 'http://server') : new URL('http://server/malformed');
}
