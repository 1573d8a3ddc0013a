import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../frames/frame.js';
import type { DetectionTasks } from './detector.js';

/** Detectors in workers, shared by all streams. */
export interface DetectorPool {
  /** Resolves when every worker has loaded its models; rejects with the `ServerError` `detector-unavailable` when they cannot be. */
  readonly ready: Promise<PoolReady>;
  /** Whether a worker is there that has loaded its models. */
  readonly isReady: boolean;
  /** Number of workers, which is the number of frames that can be looked at at a time. */
  readonly size: number;
  /** Frames that wait for a worker, of all streams. */
  readonly waiting: number;
  /**
   * Opens a stream's own way into the pool.
   *
   * @param wishes what the stream would like; the pool's own defaults for what is left out
   */
  openSlot(events: SlotEvents, wishes?: SlotWishes): DetectionSlot;
  /** Finishes what is in the workers and what waits, then ends the workers. Slots take nothing more. */
  close(): Promise<void>;
}

/** What one stream would like of the pool. */
export interface SlotWishes {
  /** What to look for in its frames. */
  readonly tasks?: DetectionTasks;
  /**
   * Frames a second to look at; fewer are while the workers cannot do all that the streams wish for.
   *
   * @defaultValue every frame that is submitted
   */
  readonly fps?: number;
}

/** What the pool has loaded. */
export interface PoolReady {
  /** {@link Detector.engine} of the workers. */
  readonly engine: string;
  /** {@link Detector.warning} of the workers. */
  readonly warning?: string;
  /** From the start of the pool until every worker was ready, in ms. */
  readonly loadMs: number;
}

/**
 * One stream's way into the pool: holds one waiting frame, the newest. Streams take turns at the workers, so that a
 * stream with many frames cannot starve another. Several frames of one stream may be in workers at the same time;
 * what becomes of them is reported in the order in which they were submitted.
 */
export interface DetectionSlot {
  /** Hands a frame over; the pool owns it from here on. It replaces a frame that still waits, which counts as skipped. */
  submit(frame: Frame): void;
  /** Frames of this stream that were replaced, or given up on closing, before a worker took them. */
  readonly skipped: number;
  /** Frames that were left out because they came sooner than {@link DetectionSlot.grantedFps} allows. */
  readonly skippedByRate: number;
  /** Frames a second that the pool looks at for this stream, at most: what it wished for, or its even share of less. */
  readonly grantedFps: number;
  /** Of these, as many as workers take, as things stand: a frame that comes too soon behind another one replaces that. */
  readonly reachedFps: number;
  /** Resolves when no frame of this stream waits or is being looked at. */
  drained(): Promise<void>;
  /** Gives the waiting frame up. A frame in a worker is finished, but its result is not reported. */
  close(): void;
}

/** What the pool tells the owner of a slot. */
export interface SlotEvents {
  /** A frame was looked at. */
  readonly onDetections: (result: FrameDetections) => void;
  /** A frame could not be looked at: the detector threw or hung, or its worker died. The stream goes on. */
  readonly onFailed: (failure: DetectionFailure) => void;
  /** A frame will not be looked at. The callee owns it. */
  readonly onPassedOver?: (frame: Frame) => void;
}

/** What was found in one frame. */
export interface FrameDetections {
  /** The frame itself, its pixels back from the worker. The callee owns it. */
  readonly frame: Frame;
  readonly detections: readonly Detection[];
  /** From `submit` to the start of the detection, in ms. */
  readonly queueMs: number;
  /** The detection itself, in ms, measured in the worker. */
  readonly detectMs: number;
}

/** Why a frame was not looked at. */
export interface DetectionFailure {
  readonly timestampMs: number;
  readonly code: 'detector-threw' | 'detector-timed-out' | 'worker-died';
  /** For people: what happened. */
  readonly message: string;
}
