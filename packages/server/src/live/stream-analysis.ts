import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { Output, Track } from 'webm-reassembler';
import type { Decoder, DecoderEvents, StillTask } from '../decode/index.js';
import { ServerError } from '../errors.js';
import type { Frame } from '../frames/frame.js';
import {
  type AnalysedFrame,
  FrameAnalysis,
  type FrameAnalysisEvents,
  type FrameEngine,
  type FrameProgress,
} from './frame-analysis.js';
import { LagWatch } from './lag-watch.js';
import { SteadyDecoder, type SteadyDecoderEvents } from './steady-decoder.js';
import { videoTrackOf } from './video-track.js';

/** What analyses streams: shared by all of them, handed in so that the streams know neither ffmpeg nor face-api. */
export interface AnalysisEngine extends FrameEngine {
  /** Starts a decoder for a stream whose video track is `track`. */
  startDecoder(track: Track, wanted: WantedFrames, events: DecoderEvents): Decoder;
  /** @throws ServerError as `DecodeStill` says */
  decodeStill(still: Pick<StillTask, 'octets' | 'type' | 'source' | 'timestampMs'>): Promise<Frame>;
  /** Largest picture that may be decoded. */
  readonly maxPixels: number;
  /**
   * How late frames may come out of the decoder, in ms. Where all do for as long again, the decoder goes on at the next random
   * access point. One that was held up for a moment catches up sooner.
   */
  readonly maxDecodeLagMs: number;
}

/** Which frames of a stream are wanted. */
export interface WantedFrames {
  /** So many a second, at most. */
  readonly fps: number;
  /** Only those later than this. */
  readonly afterMs: number;
}

export interface AnalysisEvents extends FrameAnalysisEvents {
  readonly onDecoderFailed: (code: string) => void;
  readonly onSkipped: SteadyDecoderEvents['onSkipped'];
}

/** What of the frames was not analysed, and what is known of faces. */
export interface AnalysisProgress extends FrameProgress {
  readonly notDecoded: number;
}

/** Decoder failures in a row that are not worth telling anybody: the first restarts usually mend them. */
const QUIET_FAILURES = 3;

/** One stream's way from media segments to detections. */
export class StreamAnalysis {
  readonly #engine: AnalysisEngine;
  readonly #events: AnalysisEvents;
  readonly #settings: AnalysisSettings;
  readonly #decoder: SteadyDecoder;
  readonly #frames: FrameAnalysis;
  readonly #lag: LagWatch;
  #analysedUpToMs = Number.NEGATIVE_INFINITY;

  constructor(engine: AnalysisEngine, settings: AnalysisSettings, events: AnalysisEvents) {
    this.#engine = engine;
    this.#settings = settings;
    this.#events = events;
    this.#decoder = new SteadyDecoder(
      (track, afterMs, decoderEvents) => engine.startDecoder(track, { fps: settings.fps, afterMs }, decoderEvents),
      {
        onFrame: (frame) => this.#decoded(frame),
        onFailure: (exit, failures) => {
          events.onDecoderFailed(exit.code);
          if (failures >= QUIET_FAILURES)
            this.#frames.trouble(`${exit.message} (${exit.code}) ${exit.stderrTail.at(-1) ?? ''}`.trimEnd());
        },
        onSkipped: events.onSkipped,
      },
    );
    this.#frames = new FrameAnalysis(engine, settings, events);
    this.#lag = new LagWatch(engine.maxDecodeLagMs);
  }

  get newest(): AnalysedFrame | undefined {
    return this.#frames.newest;
  }

  /** Goes on behind another process: it analysed the frames up to this time, and numbered the faces up to this. */
  goOnAfter(timestampMs: number, newestFaceId: number): void {
    this.#analysedUpToMs = timestampMs;
    this.#decoder.skipUpTo(timestampMs);
    this.#frames.countFacesFrom(newestFaceId);
  }

  /** How the analysis is doing, for the status of the stream. */
  get progress(): AnalysisProgress {
    const { grantedFps, ...progress } = this.#frames.progress;
    const { decodedShare, skippedFrames } = this.#decoder;
    return { ...progress, grantedFps: grantedFps * decodedShare, notDecoded: skippedFrames };
  }

  /** @param arrivedAtMs when the chunk that completed these outputs arrived, on the engine's clock */
  feed(outputs: readonly Output[], sequence: number, arrivedAtMs: number): void {
    for (const output of outputs) {
      if (output.kind === 'media-segment') this.#remember(output.blocks, sequence, arrivedAtMs);
    }
    // Recorded only.
    if (this.#settings.fps === 0) return;
    this.#decoder.setFrameRate(this.#frames.grantedFps);
    this.#decoder.feed(outputs.filter((output) => this.#isSmallEnough(output)));
  }

  /** Resolves when the last frames were analysed, or after `deadlineMs`, when those still missing are given up. */
  async finish(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => void this.#decoder.close(), deadlineMs);
    await this.#decoder.finish();
    clearTimeout(timer);
    await this.#frames.finish(deadlineMs);
  }

  #remember(
    blocks: Extract<Output, { readonly kind: 'media-segment' }>['blocks'],
    sequence: number,
    arrivedAtMs: number,
  ): void {
    for (const { track, timestampMs, recorderTimestampMs } of blocks) {
      if (track.type === 'video' && timestampMs > this.#analysedUpToMs)
        this.#frames.expect({ timestampMs, recorderTimestampMs, sequence, arrivedAtMs });
    }
  }

  /** Keeps an init segment that promises too large a picture, and what belongs to it, from the decoder. */
  #isSmallEnough(output: Output): boolean {
    if (output.kind === 'gap') return true;
    const track = videoTrackOf(output.kind === 'init-segment' ? output : output.initSegment);
    const pixels = (track?.width ?? 0) * (track?.height ?? 0);
    if (pixels <= this.#engine.maxPixels) return true;
    if (output.kind === 'init-segment') {
      const size = `${String(track?.width)}x${String(track?.height)}`;
      this.#events.onTrouble(
        new ServerError('picture-too-large', `the picture is ${size}, the limit is ${this.#engine.maxPixels} pixels`),
      );
    }
    return false;
  }

  #decoded(frame: Frame): void {
    const arrivedAtMs = this.#frames.arrivedAtMs(frame.timestampMs) ?? frame.decodedAtMs;
    if (this.#lag.isBehind(frame.decodedAtMs, frame.decodedAtMs - arrivedAtMs)) this.#decoder.fellBehind();
    this.#frames.submit(frame);
  }
}
