import { setTimeout as delay } from 'node:timers/promises';
import {
  decodeServerMessage,
  encodeChunkMessage,
  encodeMessage,
  type ServerMessage,
  SUBPROTOCOL,
} from '@webm-reassembler/protocol';
import { type RawData, WebSocket } from 'ws';
import { messageOf, ServerError } from '../../errors.js';
import type { RecordedChunks } from './recorded-chunks.js';

export interface PublishOptions {
  readonly url: string;
  /** Times the recorded pace. */
  readonly speed: number;
  readonly stream: string | undefined;
  readonly recording: RecordedChunks;
  readonly onSent: () => void;
  readonly onMessage: (message: ServerMessage) => void;
}

/** How publishing came to its end. */
export type PublishOutcome = { readonly kind: 'ended' } | { readonly kind: 'closed'; readonly reason: string };

/**
 * Publishes a recording as its browser did, in the subprotocol, and waits until the server has ended the stream.
 *
 * @throws ServerError `server-unreachable` when nobody answers at `url`
 */
export async function publishRecording(options: PublishOptions): Promise<PublishOutcome> {
  const socket = await connect(options.url);
  const closed = new AbortController();
  const outcome = new Promise<PublishOutcome>((resolve) => {
    let reason = '';
    socket.on('message', (octets) => {
      const read = decodeServerMessage(asBuffer(octets).toString('utf8'));
      if (read.kind === 'malformed') return;
      options.onMessage(read.message);
      if (read.message.type === 'ready') void sendAll(socket, options, closed.signal);
      if (read.message.type === 'ended') resolve({ kind: 'ended' });
      if (read.message.type === 'error') reason = read.message.message;
    });
    socket.on('close', (code) => {
      closed.abort();
      resolve({ kind: 'closed', reason: reason === '' ? `the server closed the connection (code ${code})` : reason });
    });
    socket.on('error', (thrown) => (reason = thrown.message));
  });
  socket.send(encodeMessage(startMessage(options)));
  const result = await outcome;
  socket.close();
  return result;
}

/** `ws` gives one Buffer as long as its `binaryType` is the default, `nodebuffer`. */
function asBuffer(octets: RawData): Buffer {
  return octets as Buffer;
}

function startMessage({ recording, stream }: PublishOptions) {
  return {
    type: 'start' as const,
    mimeType: recording.mimeType,
    ...(recording.timesliceMs === undefined ? {} : { timesliceMs: recording.timesliceMs }),
    ...(stream === undefined ? {} : { stream }),
  };
}

async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (thrown) =>
      reject(
        new ServerError('server-unreachable', `no server answers at ${url}: ${messageOf(thrown)}`, { cause: thrown }),
      ),
    );
  });
}

async function sendAll(
  socket: WebSocket,
  { recording, speed, onSent }: PublishOptions,
  closed: AbortSignal,
): Promise<void> {
  const startedAtMs = performance.now();
  for (const [sequence, chunk] of recording.chunks.entries()) {
    const waitMs = chunk.deliveredAtMs / speed - (performance.now() - startedAtMs);
    if (waitMs > 0) await delay(waitMs, undefined, { signal: closed }).catch(() => undefined);
    if (closed.aborted) return;
    socket.send(encodeChunkMessage({ sequence, captureTimeMs: Date.now(), chunk: chunk.octets }));
    onSent();
  }
  socket.send(encodeMessage({ type: 'stop' }));
}
