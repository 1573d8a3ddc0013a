import type { Frame } from '../../frames/frame.js';
import { FramePace } from '../../frames/frame-pace.js';
import { LatestFrame } from '../../frames/latest-frame.js';
import type { DetectionFailure, DetectionSlot, FrameDetections, SlotEvents, SlotWishes } from '../detector-pool.js';
import type { DetectionTasks } from '../detector.js';
import { InOrder } from './in-order.js';
import type { StreamLoad } from './rate-plan.js';
import { ReachedRate } from './reached-rate.js';

const NO_LOAD: StreamLoad = { wantedFps: 0, offered: 0, replaced: 0, finished: 0 };

/** What became of a frame that was given to a worker. */
export type FrameOutcome =
  | { readonly kind: 'detected'; readonly result: FrameDetections }
  | { readonly kind: 'failed'; readonly failure: DetectionFailure };

/** A frame on its way to a worker. */
export interface FrameTask {
  readonly frame: Frame;
  /** What to look for in it. */
  readonly tasks: DetectionTasks;
  /** Number of the stream that it is of. */
  readonly stream: number;
  /** When the frame was submitted, in ms on the pool's clock. */
  readonly submittedAtMs: number;
  /** Says what became of it. Called once. */
  readonly finish: (outcome: FrameOutcome) => void;
}

/** What a slot needs of its pool. */
export interface SlotOwner {
  /** Number of the stream, no other of this pool has it. */
  readonly stream: number;
  readonly now: () => number;
  /** A frame waits. */
  readonly onWaiting: () => void;
  /** The slot takes nothing more. */
  readonly onClosed: () => void;
  /** What a stream gets that would like to have so many frames a second. */
  readonly grantedFps: (wantedFps: number) => number;
}

/** One stream's place in the pool. */
export class FrameSlot implements DetectionSlot {
  readonly #events: SlotEvents;
  readonly #wishes: Required<SlotWishes>;
  readonly #pace = new FramePace();
  readonly #reached = new ReachedRate();
  readonly #owner: SlotOwner;
  readonly #waiting = new LatestFrame<{ readonly frame: Frame; readonly submittedAtMs: number }>();
  readonly #inWorkers = new InOrder();
  #whenDrained: (() => void)[] = [];
  #refused = 0;
  #skippedByRate = 0;
  #load = NO_LOAD;
  #isClosed = false;
  #isSilent = false;

  constructor(events: SlotEvents, wishes: Required<SlotWishes>, owner: SlotOwner) {
    this.#events = events;
    this.#wishes = wishes;
    this.#owner = owner;
  }

  get skipped(): number {
    return this.#waiting.skipped + this.#refused;
  }

  get skippedByRate(): number {
    return this.#skippedByRate;
  }

  get grantedFps(): number {
    return this.#owner.grantedFps(this.#wishes.fps);
  }

  get reachedFps(): number {
    return this.#reached.fps(this.grantedFps);
  }

  get isWaiting(): boolean {
    return this.#waiting.isWaiting;
  }

  submit(frame: Frame): void {
    if (this.#isClosed) {
      this.#refused += 1;
      return;
    }
    const { grantedFps } = this;
    if (!this.#pace.lets(frame.timestampMs, grantedFps)) {
      this.#skippedByRate += 1;
      this.#events.onPassedOver?.(frame);
      return;
    }
    const replaced = this.#waiting.put({ frame, submittedAtMs: this.#owner.now() });
    this.#reached.came(frame.timestampMs, grantedFps);
    if (replaced !== undefined) {
      this.#reached.replaced();
      this.#events.onPassedOver?.(replaced.frame);
    }
    this.#count({ offered: 1, replaced: replaced === undefined ? 0 : 1 });
    this.#owner.onWaiting();
  }

  /** What was asked for and done since the last call. */
  takeLoad(): StreamLoad {
    const load = { ...this.#load, wantedFps: this.#wishes.fps };
    this.#load = NO_LOAD;
    return load;
  }

  /** Takes the waiting frame out, for a worker. */
  take(): FrameTask | undefined {
    const waiting = this.#waiting.take();
    if (waiting === undefined) return undefined;
    const report = this.#inWorkers.begin();
    const finish = (outcome: FrameOutcome): void => {
      this.#count({ finished: 1 });
      report(() => this.#report(outcome));
      this.#resolveIfDrained();
    };
    return { ...waiting, tasks: this.#wishes.tasks, stream: this.#owner.stream, finish };
  }

  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained.push(resolve);
      this.#resolveIfDrained();
    });
  }

  /** Takes nothing more, but what waits is still looked at and reported. */
  refuseMore(): void {
    this.#isClosed = true;
  }

  close(): void {
    this.#isClosed = true;
    this.#isSilent = true;
    this.#waiting.drop();
    this.#owner.onClosed();
    this.#resolveIfDrained();
  }

  #count({ offered = 0, replaced = 0, finished = 0 }: Partial<StreamLoad>): void {
    const load = this.#load;
    this.#load = {
      wantedFps: load.wantedFps,
      offered: load.offered + offered,
      replaced: load.replaced + replaced,
      finished: load.finished + finished,
    };
  }

  #report(outcome: FrameOutcome): void {
    if (this.#isSilent) return;
    if (outcome.kind === 'detected') this.#events.onDetections(outcome.result);
    else this.#events.onFailed(outcome.failure);
  }

  #resolveIfDrained(): void {
    if (this.#waiting.isWaiting || this.#inWorkers.pending > 0) return;
    const waiters = this.#whenDrained;
    this.#whenDrained = [];
    for (const resolve of waiters) resolve();
  }
}
