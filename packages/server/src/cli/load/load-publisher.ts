import { setTimeout as delay } from 'node:timers/promises';
import {
  decodeServerMessage,
  encodeChunkMessage,
  encodeMessage,
  type ServerMessage,
  type StatusMessage,
  SUBPROTOCOL,
} from '@webm-reassembler/protocol';
import { type RawData, WebSocket } from 'ws';
import type { TimedResult } from './steadiness.js';
import type { ToldRate } from './told-rates.js';
import type { RecordedChunks } from '../replay/recorded-chunks.js';

export interface LoadPublisherOptions {
  readonly ingestUrl: string;
  readonly recording: RecordedChunks;
  readonly seconds: number;
  readonly fps: number | undefined;
  readonly token: string | undefined;
  /** Waits so long before it begins, so that not all publishers send at the same moment. */
  readonly startAfterMs: number;
}

/** From the sending of a chunk to its acknowledgement, and what each stage of the analysed frames took, in ms. */
export interface LoadTimings {
  readonly acknowledge: number[];
  readonly decode: number[];
  readonly queue: number[];
  readonly detect: number[];
  readonly total: number[];
}

/** One publisher: sends a recording at its own pace, again and again, as a recorder that is restarted each time. */
export class LoadPublisher {
  readonly timings: LoadTimings = { acknowledge: [], decode: [], queue: [], detect: [], total: [] };
  readonly errors: string[] = [];
  stream = '';
  sent = 0;
  sentOctets = 0;
  acknowledged = 0;
  framesAnalysed = 0;
  /** Each analysed frame, with when its result came. */
  readonly results: TimedResult[] = [];
  /** What the server granted, status by status. */
  readonly told: ToldRate[] = [];
  /** When everything had been sent. */
  stoppedAtMs: number | undefined;
  framesSkipped = 0;
  gaps = 0;
  hasEnded = false;
  readonly #options: LoadPublisherOptions;
  readonly #sentAtMs: number[] = [];

  constructor(options: LoadPublisherOptions) {
    this.#options = options;
  }

  /** Publishes and waits until the server has closed the recording. Does not reject: see {@link errors}. */
  async run(): Promise<void> {
    const { ingestUrl, startAfterMs } = this.#options;
    await delay(startAfterMs);
    const socket = new WebSocket(ingestUrl, SUBPROTOCOL, { perMessageDeflate: false });
    const over = new AbortController();
    await new Promise<void>((resolve) => {
      socket.on('open', () => socket.send(encodeMessage(this.#startMessage())));
      socket.on('message', (octets) => this.#hear(octets, socket, over.signal));
      socket.on('error', (thrown) => this.errors.push(thrown.message));
      socket.on('close', () => {
        over.abort();
        resolve();
      });
    });
  }

  /** The chunk with a sequence number: the recording, over and over. */
  chunkAt(sequence: number): Uint8Array {
    const { chunks } = this.#options.recording;
    return chunks[sequence % chunks.length]?.octets ?? new Uint8Array();
  }

  #startMessage() {
    const { recording, fps, token } = this.#options;
    return {
      type: 'start' as const,
      mimeType: recording.mimeType,
      ...(token === undefined ? {} : { token }),
      ...(fps === undefined ? {} : { analysis: { fps } }),
    };
  }

  #hear(octets: RawData, socket: WebSocket, over: AbortSignal): void {
    const read = decodeServerMessage(asBuffer(octets).toString('utf8'));
    if (read.kind === 'malformed') return;
    this.#count(read.message);
    if (read.message.type === 'ready') void this.#send(socket, over);
  }

  #count(message: ServerMessage): void {
    if (message.type === 'ready') this.stream = message.stream;
    if (message.type === 'ended') this.hasEnded = true;
    if (message.type === 'gap') this.gaps += 1;
    if (message.type === 'error') this.errors.push(`${message.code}: ${message.message}`);
    if (message.type === 'status') this.#heed(message);
    if (message.type === 'ack') this.#acknowledge(message.sequence);
    if (message.type !== 'detections') return;
    this.framesAnalysed += 1;
    this.timings.decode.push(message.timings.decodeMs);
    this.timings.queue.push(message.timings.queueMs);
    this.timings.detect.push(message.timings.detectMs);
    this.timings.total.push(message.timings.totalMs);
    this.results.push({ atMs: performance.now(), totalMs: message.timings.totalMs });
  }

  #heed({ framesSkipped, grantedFps }: StatusMessage): void {
    this.framesSkipped = framesSkipped;
    this.told.push({ atMs: performance.now(), grantedFps });
  }

  #acknowledge(sequence: number): void {
    const nowMs = performance.now();
    for (; this.acknowledged <= sequence; this.acknowledged++) {
      const sentAtMs = this.#sentAtMs[this.acknowledged];
      if (sentAtMs !== undefined) this.timings.acknowledge.push(nowMs - sentAtMs);
    }
  }

  async #send(socket: WebSocket, over: AbortSignal): Promise<void> {
    const { recording, seconds } = this.#options;
    const startedAtMs = performance.now();
    for (const { dueMs, octets } of chunksInTime(recording, roundsIn(recording, seconds))) {
      const waitMs = startedAtMs + dueMs - performance.now();
      if (waitMs > 0) await delay(waitMs, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted) return;
      this.#sentAtMs.push(performance.now());
      socket.send(encodeChunkMessage({ sequence: this.sent, captureTimeMs: Date.now(), chunk: octets }));
      this.sent += 1;
      this.sentOctets += octets.length;
    }
    this.stoppedAtMs = performance.now();
    socket.send(encodeMessage({ type: 'stop' }));
  }
}

interface TimedChunk {
  readonly dueMs: number;
  readonly octets: Uint8Array;
}

/** How often a recording is published whole, so that it takes at least so many seconds. */
export function roundsIn(recording: RecordedChunks, seconds: number): number {
  return Math.max(1, Math.ceil((seconds * 1000) / lengthMs(recording)));
}

/** How long it takes to publish a recording once. */
export function lengthMs({ chunks, timesliceMs = 250 }: RecordedChunks): number {
  return (chunks.at(-1)?.deliveredAtMs ?? 0) + timesliceMs;
}

/** The chunks of a recording, over and over, each with the time from the start at which it is due. */
function* chunksInTime(recording: RecordedChunks, rounds: number): Generator<TimedChunk> {
  for (let round = 0; round < rounds; round++) {
    for (const { deliveredAtMs, octets } of recording.chunks)
      yield { dueMs: round * lengthMs(recording) + deliveredAtMs, octets };
  }
}

/** `ws` gives one Buffer as long as its `binaryType` is the default, `nodebuffer`. */
function asBuffer(octets: RawData): Buffer {
  return octets as Buffer;
}
