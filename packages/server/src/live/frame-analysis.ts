import type { AnalysisSettings, Detection, DetectionsMessage } from '@webm-reassembler/protocol';
import type { DetectionFailure, DetectionSlot, FrameDetections, SlotEvents } from '../detect/index.js';
import { ServerError } from '../errors.js';
import type { Frame } from '../frames/frame.js';
import { type BlockArrival, BlockLedger, type FrameOrigin } from './block-ledger.js';
import { withoutDescriptor } from './private-results.js';
import { type FaceMessage, StreamFaces } from './stream-faces.js';

/** Where frames are looked at, and the clock that says how long it took. */
export interface FrameEngine {
  openSlot(events: SlotEvents, settings: AnalysisSettings): DetectionSlot;
  /** Nobody will look at the frame any more: its memory may be used again. */
  giveBack(frame: Frame): void;
  /** The clock of all timings, in ms; the same that frames are stamped with. */
  readonly now: () => number;
}

export interface FrameAnalysisEvents {
  /** A frame was analysed; `framesPassedOver` frames in front of it were not. */
  readonly onDetections: (message: DetectionsMessage, framesPassedOver: number) => void;
  /** A face has come or gone. */
  readonly onFace: (message: FaceMessage) => void;
  /** Something keeps frames from being analysed. Told once until it works again. */
  readonly onTrouble: (error: ServerError) => void;
}

/** What of the frames was not analysed, and what is known of faces. */
export interface FrameProgress {
  readonly byNewerFrame: number;
  readonly failed: number;
  /** Frames a second that are looked at, as things stand. */
  readonly grantedFps: number;
  readonly facesPresent: number;
  readonly facesCounted: number;
}

/** The newest frame that was analysed, for snapshots. */
export interface AnalysedFrame {
  readonly frame: Frame;
  readonly detections: readonly Detection[];
}

/** One stream's way from frames to detections, whatever the frames come from. */
export class FrameAnalysis {
  readonly #engine: FrameEngine;
  readonly #events: FrameAnalysisEvents;
  readonly #settings: AnalysisSettings;
  readonly #faces = new StreamFaces();
  readonly #ledger = new BlockLedger();
  readonly #slot: DetectionSlot;
  #newest: AnalysedFrame | undefined;
  /** Whether somebody was shown the newest frame, who may be looking at it still. */
  #isShown = false;
  #isInTrouble = false;
  #failed = 0;

  constructor(engine: FrameEngine, settings: AnalysisSettings, events: FrameAnalysisEvents) {
    this.#engine = engine;
    this.#settings = settings;
    this.#events = events;
    this.#slot = engine.openSlot(
      {
        onDetections: (result) => this.#detected(result),
        onFailed: (failure) => this.#notDetected(failure),
        onPassedOver: (frame) => engine.giveBack(frame),
      },
      settings,
    );
  }

  get newest(): AnalysedFrame | undefined {
    this.#isShown = true;
    return this.#newest;
  }

  /** Frames a second that may be handed over. */
  get grantedFps(): number {
    return this.#slot.grantedFps;
  }

  get progress(): FrameProgress {
    return {
      grantedFps: this.#slot.reachedFps,
      byNewerFrame: this.#slot.skipped,
      failed: this.#failed,
      facesPresent: this.#faces.present,
      facesCounted: this.#faces.counted,
    };
  }

  /** Another process numbered faces up to this. */
  countFacesFrom(newestFaceId: number): void {
    this.#faces.countFrom(newestFaceId);
  }

  /** A frame will come that has this timestamp. */
  expect(arrival: BlockArrival): void {
    this.#ledger.add(arrival, arrival.sequence, arrival.arrivedAtMs);
  }

  /** When the octets of a frame came; `undefined` where it was not expected. */
  arrivedAtMs(timestampMs: number): number | undefined {
    return this.#ledger.find(timestampMs)?.arrivedAtMs;
  }

  submit(frame: Frame): void {
    this.#slot.submit(frame);
  }

  /** Resolves when the last frames were analysed, or after `deadlineMs`, when those still missing are given up. */
  async finish(deadlineMs: number): Promise<void> {
    await settledWithin(this.#slot.drained(), deadlineMs);
    this.#slot.close();
    for (const message of this.#faces.finish()) this.#events.onFace(message);
  }

  /** Frames cannot be analysed at the moment. */
  trouble(message: string): void {
    if (this.#isInTrouble) return;
    this.#isInTrouble = true;
    this.#events.onTrouble(new ServerError('analysis-failed', message));
  }

  #detected(result: FrameDetections): void {
    // The most detectors can find is what the stream asked for; one of somebody's own may not know of the limit.
    const detections = result.detections.slice(0, this.#settings.maxFaces);
    if (this.#newest !== undefined && !this.#isShown) this.#engine.giveBack(this.#newest.frame);
    this.#isShown = false;
    this.#newest = { frame: result.frame, detections: detections.map(withoutDescriptor) };
    const origin = this.#ledger.take(result.frame.timestampMs);
    if (origin === undefined)
      return this.trouble(`no Block has the timestamp ${result.frame.timestampMs} ms of a decoded frame`);
    this.#isInTrouble = false;
    const { message, events } = this.#faces.follow(this.#message({ ...result, detections }, origin), result.frame);
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
    this.trouble(`the frame at ${failure.timestampMs} ms was not analysed: ${failure.message} (${failure.code})`);
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
