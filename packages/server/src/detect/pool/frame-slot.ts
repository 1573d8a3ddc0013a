import type { Frame } from '../../frames/frame.js';
import { LatestFrame } from '../../frames/latest-frame.js';
import type { DetectionFailure, DetectionSlot, FrameDetections, SlotEvents } from '../detector-pool.js';
import type { DetectionTasks } from '../detector.js';
import { InOrder } from './in-order.js';

/** What became of a frame that was given to a worker. */
export type FrameOutcome =
  | { readonly kind: 'detected'; readonly result: FrameDetections }
  | { readonly kind: 'failed'; readonly failure: DetectionFailure };

/** A frame on its way to a worker. */
export interface FrameTask {
  readonly frame: Frame;
  /** What to look for in it. */
  readonly tasks: DetectionTasks;
  /** When the frame was submitted, in ms on the pool's clock. */
  readonly submittedAtMs: number;
  /** Says what became of it. Called once. */
  readonly finish: (outcome: FrameOutcome) => void;
}

/** What a slot needs of its pool. */
export interface SlotOwner {
  readonly now: () => number;
  /** A frame waits. */
  readonly onWaiting: () => void;
  /** The slot takes nothing more. */
  readonly onClosed: () => void;
}

/** One stream's place in the pool. */
export class FrameSlot implements DetectionSlot {
  readonly #events: SlotEvents;
  readonly #tasks: DetectionTasks;
  readonly #owner: SlotOwner;
  readonly #waiting = new LatestFrame<{ readonly frame: Frame; readonly submittedAtMs: number }>();
  readonly #inWorkers = new InOrder();
  #whenDrained: (() => void)[] = [];
  #refused = 0;
  #isClosed = false;
  #isSilent = false;

  constructor(events: SlotEvents, tasks: DetectionTasks, owner: SlotOwner) {
    this.#events = events;
    this.#tasks = tasks;
    this.#owner = owner;
  }

  get skipped(): number {
    return this.#waiting.skipped + this.#refused;
  }

  get isWaiting(): boolean {
    return this.#waiting.isWaiting;
  }

  submit(frame: Frame): void {
    if (this.#isClosed) {
      this.#refused += 1;
      return;
    }
    this.#waiting.put({ frame, submittedAtMs: this.#owner.now() });
    this.#owner.onWaiting();
  }

  /** Takes the waiting frame out, for a worker. */
  take(): FrameTask | undefined {
    const waiting = this.#waiting.take();
    if (waiting === undefined) return undefined;
    const report = this.#inWorkers.begin();
    const finish = (outcome: FrameOutcome): void => {
      report(() => this.#report(outcome));
      this.#resolveIfDrained();
    };
    return { ...waiting, tasks: this.#tasks, finish };
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
