import type { AnalysisSettings, Detection, DetectionsMessage, SkippedFrames } from '@webm-reassembler/protocol';
import type { Output, Track } from 'webm-reassembler';
import type { Decoder, DecoderEvents } from '../decode/index.js';
import type { DetectionFailure, DetectionSlot, FrameDetections, SlotEvents } from '../detect/index.js';
import { ServerError } from '../errors.js';
import type { Frame } from '../frames/frame.js';
import { BlockLedger, type FrameOrigin } from './block-ledger.js';
import { withoutDescriptor } from './private-results.js';
import { SteadyDecoder, type SteadyDecoderEvents } from './steady-decoder.js';
import { type FaceMessage, StreamFaces } from './stream-faces.js';
import { videoTrackOf } from './video-track.js';

/** What analyses streams: shared by all of them, handed in so that the streams know neither ffmpeg nor face-api. */
export interface AnalysisEngine {
  /** Starts a decoder for a stream whose video track is `track`, of which `fps` frames a second are wanted at most. */
  startDecoder(track: Track, fps: number, events: DecoderEvents): Decoder;
  openSlot(events: SlotEvents, settings: AnalysisSettings): DetectionSlot;
  /** Largest picture that may be decoded. */
  readonly maxPixels: number;
  /** How late a frame may come out of the decoder, in ms, before the decoder goes on at the next random access point. */
  readonly maxDecodeLagMs: number;
  /** The clock of all timings, in ms; the same that the decoder stamps its frames with. */
  readonly now: () => number;
}

export interface AnalysisEvents {
  /** A frame was analysed; `framesPassedOver` frames in front of it were not. */
  readonly onDetections: (message: DetectionsMessage, framesPassedOver: number) => void;
  /** A face has come or gone. */
  readonly onFace: (message: FaceMessage) => void;
  /** Something keeps frames from being analysed. Told once until it works again. */
  readonly onTrouble: (error: ServerError) => void;
  readonly onDecoderFailed: (code: string) => void;
  readonly onSkipped: SteadyDecoderEvents['onSkipped'];
}

/** What of the frames was not analysed, and what is known of faces. */
export interface AnalysisProgress extends Omit<SkippedFrames, 'byRate'> {
  readonly grantedFps: number;
  readonly facesPresent: number;
  readonly facesCounted: number;
}

/** The newest frame that was analysed, for snapshots. */
export interface AnalysedFrame {
  readonly frame: Frame;
  readonly detections: readonly Detection[];
}

/** Decoder failures in a row that are not worth telling anybody: the first restarts usually mend them. */
const QUIET_FAILURES = 3;

/** One stream's way from media segments to detections. */
export class StreamAnalysis {
  readonly #engine: AnalysisEngine;
  readonly #events: AnalysisEvents;
  readonly #settings: AnalysisSettings;
  readonly #faces = new StreamFaces();
  readonly #ledger = new BlockLedger();
  readonly #decoder: SteadyDecoder;
  readonly #slot: DetectionSlot;
  #newest: AnalysedFrame | undefined;
  #isInTrouble = false;
  #failed = 0;
  #analysedUpToMs = Number.NEGATIVE_INFINITY;

  constructor(engine: AnalysisEngine, settings: AnalysisSettings, events: AnalysisEvents) {
    this.#engine = engine;
    this.#settings = settings;
    this.#events = events;
    this.#decoder = new SteadyDecoder(
      (track, decoderEvents) => engine.startDecoder(track, settings.fps, decoderEvents),
      {
        onFrame: (frame) => this.#decoded(frame),
        onFailure: (exit, failures) => {
          events.onDecoderFailed(exit.code);
          if (failures >= QUIET_FAILURES)
            this.#trouble(`${exit.message} (${exit.code}) ${exit.stderrTail.at(-1) ?? ''}`.trimEnd());
        },
        onSkipped: events.onSkipped,
      },
    );
    this.#slot = engine.openSlot(
      { onDetections: (result) => this.#detected(result), onFailed: (failure) => this.#notDetected(failure) },
      settings,
    );
  }

  get newest(): AnalysedFrame | undefined {
    return this.#newest;
  }

  /** Goes on behind another process: it analysed the frames up to this time, and numbered the faces up to this. */
  goOnAfter(timestampMs: number, newestFaceId: number): void {
    this.#analysedUpToMs = timestampMs;
    this.#decoder.skipUpTo(timestampMs);
    this.#faces.countFrom(newestFaceId);
  }

  /** How the analysis is doing, for the status of the stream. */
  get progress(): AnalysisProgress {
    return {
      grantedFps: this.#slot.grantedFps,
      byNewerFrame: this.#slot.skipped,
      notDecoded: this.#decoder.skippedFrames,
      failed: this.#failed,
      facesPresent: this.#faces.present,
      facesCounted: this.#faces.counted,
    };
  }

  /** @param arrivedAtMs when the chunk that completed these outputs arrived, on the engine's clock */
  feed(outputs: readonly Output[], sequence: number, arrivedAtMs: number): void {
    for (const output of outputs) {
      if (output.kind === 'media-segment') this.#remember(output.blocks, sequence, arrivedAtMs);
    }
    // Recorded only.
    if (this.#settings.fps === 0) return;
    this.#decoder.setFrameRate(this.#slot.grantedFps);
    this.#decoder.feed(outputs.filter((output) => this.#isSmallEnough(output)));
  }

  /** Resolves when the last frames were analysed, or after `deadlineMs`, when those still missing are given up. */
  async finish(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => void this.#decoder.close(), deadlineMs);
    await this.#decoder.finish();
    clearTimeout(timer);
    await settledWithin(this.#slot.drained(), deadlineMs);
    this.#slot.close();
    for (const message of this.#faces.finish()) this.#events.onFace(message);
  }

  #remember(
    blocks: Extract<Output, { readonly kind: 'media-segment' }>['blocks'],
    sequence: number,
    arrivedAtMs: number,
  ): void {
    for (const block of blocks) {
      if (block.track.type === 'video' && block.timestampMs > this.#analysedUpToMs)
        this.#ledger.add(block, sequence, arrivedAtMs);
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
    const arrivedAtMs = this.#ledger.find(frame.timestampMs)?.arrivedAtMs ?? frame.decodedAtMs;
    if (frame.decodedAtMs - arrivedAtMs > this.#engine.maxDecodeLagMs) this.#decoder.fellBehind();
    this.#slot.submit(frame);
  }

  #detected(result: FrameDetections): void {
    // The most detectors can find is what the stream asked for; one of somebody's own may not know of the limit.
    const detections = result.detections.slice(0, this.#settings.maxFaces);
    this.#newest = { frame: result.frame, detections: detections.map(withoutDescriptor) };
    const origin = this.#ledger.take(result.frame.timestampMs);
    if (origin === undefined)
      return this.#trouble(`no Block has the timestamp ${result.frame.timestampMs} ms of a decoded frame`);
    this.#isInTrouble = false;
    const { message, events } = this.#faces.follow(this.#message({ ...result, detections }, origin));
    this.#events.onDetections(message, origin.passedOver);
    for (const event of events) this.#events.onFace(event);
  }

  #message({ frame, detections, queueMs, detectMs }: FrameDetections, { arrival }: FrameOrigin): DetectionsMessage {
    return {
      type: 'detections',
      timestampMs: arrival.timestampMs,
      recorderTimestampMs: arrival.recorderTimestampMs,
      sequence: arrival.sequence,
      width: frame.source.width,
      height: frame.source.height,
      detections,
      timings: {
        decodeMs: rounded(frame.decodedAtMs - arrival.arrivedAtMs),
        queueMs: rounded(queueMs),
        detectMs: rounded(detectMs),
        totalMs: rounded(this.#engine.now() - arrival.arrivedAtMs),
      },
    };
  }

  #notDetected(failure: DetectionFailure): void {
    this.#failed += 1;
    this.#trouble(`the frame at ${failure.timestampMs} ms was not analysed: ${failure.message} (${failure.code})`);
  }

  #trouble(message: string): void {
    if (this.#isInTrouble) return;
    this.#isInTrouble = true;
    this.#events.onTrouble(new ServerError('analysis-failed', message));
  }
}

/** Hundredths of a millisecond are more than the clock is worth. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

async function settledWithin(work: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
