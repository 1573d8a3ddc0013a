import { setTimeout as delay } from 'node:timers/promises';
import {
  type Backoff,
  openBrowserSocket,
  Upload,
  type UploadEnded,
  type UploadFailed,
} from '@webm-reassembler/browser-client';
import { WebSocket } from 'ws';
import type { Fixture } from '../../../../fixtures/load.js';

/** What became of one stream. */
export interface UploadOutcome {
  readonly stream: string;
  readonly fixture: string;
  readonly result: UploadEnded | UploadFailed;
  readonly chunks: number;
  /** Chunks up to the highest acknowledgement. */
  readonly acknowledged: number;
  /** Chunks that the publisher said it could not keep. */
  readonly lost: number;
  readonly reconnects: number;
  /** From each answer after a reconnect to the first detections after that, in ms, while the recorder ran. */
  readonly detectionsAfterMs: readonly number[];
  readonly gaps: number;
}

export interface PacedUploadOptions {
  readonly url: string;
  readonly stream: string;
  readonly fixture: string;
  readonly recording: Fixture;
  /** Times the recorded pace; Infinity for all at once. */
  readonly speed: number;
  readonly random: () => number;
  /** How long to wait before connecting again, where not as publishers do by default. */
  readonly backoff?: Partial<Backoff>;
  readonly onAcknowledged: () => void;
}

/** Publishes a fixture at its own pace with the browser's client, through whatever happens on the way. */
export async function uploadAtPace(options: PacedUploadOptions): Promise<UploadOutcome> {
  const { stream, fixture, recording, speed } = options;
  const counts = { acknowledged: 0, reconnects: 0, gaps: 0 };
  const detectionsAfterMs: number[] = [];
  let resumedAtMs: number | undefined;
  let isAway = false;
  const upload = new Upload(
    {
      url: options.url,
      stream,
      mimeType: recording.manifest.mimeType,
      stopTimeoutMs: 180_000,
      backoff: options.backoff ?? {},
      onState: (state) => {
        if (state.kind === 'reconnecting') [isAway, resumedAtMs] = [true, undefined];
        if (!isAway || (state.kind !== 'live' && state.kind !== 'finishing')) return;
        isAway = false;
        counts.reconnects += 1;
        if (state.kind === 'live') resumedAtMs = performance.now();
      },
      onMessage: (message) => {
        if (message.type === 'ack') {
          counts.acknowledged = message.sequence + 1;
          options.onAcknowledged();
        }
        if (message.type === 'gap') counts.gaps += 1;
        if (message.type !== 'detections' || resumedAtMs === undefined) return;
        detectionsAfterMs.push(performance.now() - resumedAtMs);
        resumedAtMs = undefined;
      },
    },
    host(options.random),
  );
  const startedAtMs = performance.now();
  for (const [index, chunk] of recording.chunks.entries()) {
    const dueMs = (recording.manifest.chunks[index]?.t ?? 0) / speed;
    await delay(Math.max(0, dueMs - (performance.now() - startedAtMs)));
    upload.send(chunk);
  }
  const result = await upload.stop();
  const chunks = recording.chunks.filter((chunk) => chunk.length > 0).length;
  return { stream, fixture, result, chunks, lost: upload.lostChunks, ...counts, detectionsAfterMs };
}

function host(random: () => number) {
  return {
    openSocket: openBrowserSocket((url, subprotocol) => {
      const socket = new WebSocket(url, subprotocol, { perMessageDeflate: false, handshakeTimeout: 30_000 });
      // Without a listener an error would end the process; the close event that follows tells of it.
      socket.on('error', () => undefined);
      return asBrowserSocket(socket);
    }),
    now: () => Date.now(),
    random,
    setTimer: (callback: () => void, delayMs: number) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** Boundary: `ws` has everything of a browser's socket that the client uses. */
function asBrowserSocket(socket: WebSocket): globalThis.WebSocket {
  return socket as unknown as globalThis.WebSocket;
}
