import type { AnalysisSettings } from '@webm-reassembler/protocol';
import { asServerError, type ServerError } from '../errors.js';
import type { PictureSize } from '../frames/frame.js';
import { LatestFrame } from '../frames/latest-frame.js';
import type { StillType } from '../frames/still-header.js';
import type { BlockArrival } from './block-ledger.js';
import { type AnalysedFrame, FrameAnalysis, type FrameAnalysisEvents } from './frame-analysis.js';
import type { AnalysisEngine, AnalysisProgress } from './stream-analysis.js';

/** A still image whose header has been read. */
export interface Still extends BlockArrival {
  readonly octets: Uint8Array;
  readonly type: StillType;
  readonly source: PictureSize;
}

export interface StillAnalysisEvents extends FrameAnalysisEvents {
  /** An image could not be decoded. The next one may be. */
  readonly onRefused: (error: ServerError) => void;
}

/** Images that come in a smaller share of the interval than this are not even decoded. */
const LEAST_SHARE_OF_INTERVAL = 0.5;

/** One stream's way from still images to detections: one is decoded at a time, and the newest waits. */
export class StillAnalysis {
  readonly #engine: AnalysisEngine;
  readonly #settings: AnalysisSettings;
  readonly #events: StillAnalysisEvents;
  readonly #frames: FrameAnalysis;
  readonly #waiting = new LatestFrame<Still>();
  #decoding: Promise<void> | undefined;
  #decodedMs = Number.NEGATIVE_INFINITY;
  #notDecoded = 0;

  constructor(engine: AnalysisEngine, settings: AnalysisSettings, events: StillAnalysisEvents) {
    this.#engine = engine;
    this.#settings = settings;
    this.#events = events;
    this.#frames = new FrameAnalysis(engine, settings, events);
  }

  get newest(): AnalysedFrame | undefined {
    return this.#frames.newest;
  }

  get progress(): AnalysisProgress {
    const { byNewerFrame, ...progress } = this.#frames.progress;
    return { ...progress, byNewerFrame: byNewerFrame + this.#waiting.skipped, notDecoded: this.#notDecoded };
  }

  /** Another process numbered faces up to this. */
  countFacesFrom(newestFaceId: number): void {
    this.#frames.countFacesFrom(newestFaceId);
  }

  /** Takes an image; one that waits still is given up for it. */
  take(still: Still): void {
    // Kept only.
    if (this.#settings.fps === 0) return;
    this.#frames.expect(still);
    const sinceLastMs = still.timestampMs - this.#decodedMs;
    if (sinceLastMs * this.#frames.grantedFps < 1000 * LEAST_SHARE_OF_INTERVAL) return;
    this.#decodedMs = still.timestampMs;
    this.#waiting.put(still);
    this.#decoding ??= this.#decodeWaiting().finally(() => (this.#decoding = undefined));
  }

  /** Resolves when the last images were analysed, or after `deadlineMs`, when those still missing are given up. */
  async finish(deadlineMs: number): Promise<void> {
    await this.#decoding;
    await this.#frames.finish(deadlineMs);
  }

  async #decodeWaiting(): Promise<void> {
    for (let still = this.#waiting.take(); still !== undefined; still = this.#waiting.take()) {
      try {
        this.#frames.submit(await this.#engine.decodeStill(still));
      } catch (thrown) {
        this.#notDecoded += 1;
        this.#events.onRefused(asServerError(thrown, 'analysis-failed'));
      }
    }
  }
}
