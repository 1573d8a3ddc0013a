import type { Detection, DetectionsMessage } from '@webm-reassembler/protocol';
import type { Output } from 'webm-reassembler';
import type { DetectionFailure, DetectionSlot, FrameDetections, SlotEvents } from '../detect/index.js';
import { ServerError } from '../errors.js';
import type { Frame } from '../frames/frame.js';
import { BlockLedger, type FrameOrigin } from './block-ledger.js';
import { type StartTrackDecoder, SteadyDecoder, type SteadyDecoderEvents } from './steady-decoder.js';
import { videoTrackOf } from './video-track.js';

/** What analyses streams: shared by all of them, handed in so that the streams know neither ffmpeg nor face-api. */
export interface AnalysisEngine {
  readonly startDecoder: StartTrackDecoder;
  openSlot(events: SlotEvents): DetectionSlot;
  /** Largest picture that may be decoded. */
  readonly maxPixels: number;
  /** The clock of all timings, in ms; the same that the decoder stamps its frames with. */
  readonly now: () => number;
}

export interface AnalysisEvents {
  /** A frame was analysed; `framesPassedOver` frames in front of it were not. */
  readonly onDetections: (message: DetectionsMessage, framesPassedOver: number) => void;
  /** Something keeps frames from being analysed. Told once until it works again. */
  readonly onTrouble: (error: ServerError) => void;
  readonly onSkipped: SteadyDecoderEvents['onSkipped'];
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
  readonly #ledger = new BlockLedger();
  readonly #decoder: SteadyDecoder;
  readonly #slot: DetectionSlot;
  #newest: AnalysedFrame | undefined;
  #isInTrouble = false;
  #analysedUpToMs = Number.NEGATIVE_INFINITY;

  constructor(engine: AnalysisEngine, events: AnalysisEvents) {
    this.#engine = engine;
    this.#events = events;
    this.#decoder = new SteadyDecoder(engine.startDecoder, {
      onFrame: (frame) => this.#slot.submit(frame),
      onFailure: (exit, failures) => {
        if (failures >= QUIET_FAILURES)
          this.#trouble(`${exit.message} (${exit.code}) ${exit.stderrTail.at(-1) ?? ''}`.trimEnd());
      },
      onSkipped: events.onSkipped,
    });
    this.#slot = engine.openSlot({
      onDetections: (result) => this.#detected(result),
      onFailed: (failure) => this.#notDetected(failure),
    });
  }

  get newest(): AnalysedFrame | undefined {
    return this.#newest;
  }

  /** Frames up to this time were analysed by another process. */
  skipUpTo(timestampMs: number): void {
    this.#analysedUpToMs = timestampMs;
    this.#decoder.skipUpTo(timestampMs);
  }

  /** @param arrivedAtMs when the chunk that completed these outputs arrived, on the engine's clock */
  feed(outputs: readonly Output[], sequence: number, arrivedAtMs: number): void {
    for (const output of outputs) {
      if (output.kind === 'media-segment') this.#remember(output.blocks, sequence, arrivedAtMs);
    }
    this.#decoder.feed(outputs.filter((output) => this.#isSmallEnough(output)));
  }

  /** Resolves when the last frames were analysed, or after `deadlineMs`, when those still missing are given up. */
  async finish(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => void this.#decoder.close(), deadlineMs);
    await this.#decoder.finish();
    clearTimeout(timer);
    await settledWithin(this.#slot.drained(), deadlineMs);
    this.#slot.close();
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

  #detected(result: FrameDetections): void {
    this.#newest = { frame: result.frame, detections: result.detections };
    const origin = this.#ledger.take(result.frame.timestampMs);
    if (origin === undefined)
      return this.#trouble(`no Block has the timestamp ${result.frame.timestampMs} ms of a decoded frame`);
    this.#isInTrouble = false;
    this.#events.onDetections(this.#message(result, origin), origin.passedOver);
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
