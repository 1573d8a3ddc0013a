/**
 * Detectors in workers, shared fairly by all streams.
 *
 * ```
 * stream A: submit -> [ newest frame ] -.              .-> [ worker 1 ] -.
 * stream B: submit -> [ newest frame ] --+-> in turns -+                 +-> to the stream, in order
 * stream C: submit -> [ newest frame ] -'              '-> [ worker 2 ] -'
 * ```
 *
 * Nothing queues: each stream has one waiting frame at most, so latency stays and the rate falls when there is too much
 * to do, evenly over the streams. A worker that dies takes one frame with it and is replaced.
 */
import { availableParallelism } from 'node:os';
import { ServerError } from '../../errors.js';
import { DEFAULT_DETECTION_TASKS, type DetectionTasks, type DetectorModule } from '../detector.js';
import type { DetectionSlot, DetectorPool, PoolReady, SlotEvents } from '../detector-pool.js';
import { FrameSlot } from './frame-slot.js';
import { startNodeWorker } from './node-worker.js';
import { PoolWorker } from './pool-worker.js';
import type { StartWorker } from './worker-port.js';

/** How to run the pool. */
export interface DetectorPoolOptions {
  /** The detector that each worker loads. */
  readonly detector: DetectorModule;
  /**
   * What to look for in the frames of a stream that does not ask for anything else.
   *
   * @defaultValue faces, without anything about them
   */
  readonly tasks?: DetectionTasks;
  /**
   * Number of workers.
   *
   * @defaultValue one less than there are cores, at least one: the rest of the server needs a core too
   */
  readonly size?: number;
  /** Told when a worker died and is replaced, and why: for the log. */
  readonly onWorkerDied?: (reason: string) => void;
  /**
   * The clock, in ms.
   *
   * @defaultValue `performance.now`
   */
  readonly now?: () => number;
  /**
   * How a worker is started.
   *
   * @defaultValue a worker thread of Node
   */
  readonly startWorker?: StartWorker;
  /**
   * How long to wait, in ms, before a worker that died while it loaded is started again.
   *
   * @defaultValue 1000
   */
  readonly reloadPauseMs?: number;
}

/** Starts the workers. They load at the same time; frames may be submitted at once. */
export function startDetectorPool(options: DetectorPoolOptions): DetectorPool {
  return new WorkerPool(options);
}

class WorkerPool implements DetectorPool {
  readonly ready: Promise<PoolReady>;
  readonly size: number;
  readonly #options: DetectorPoolOptions;
  readonly #now: () => number;
  readonly #startedAtMs: number;
  readonly #workers = new Set<PoolWorker>();
  /** In the order of their turns: the slot served last stands at the end. */
  #slots: FrameSlot[] = [];
  #loaded = 0;
  #hasLoaded = false;
  #isBroken = false;
  #isClosing = false;
  #resolveReady: (ready: PoolReady) => void = () => undefined;
  #rejectReady: (error: ServerError) => void = () => undefined;
  readonly #reloads = new Set<NodeJS.Timeout>();

  constructor(options: DetectorPoolOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startedAtMs = this.#now();
    this.size = options.size ?? Math.max(1, availableParallelism() - 1);
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Who does not ask for it must not be killed by it.
    this.ready.catch(() => undefined);
    for (let count = 0; count < this.size; count += 1) this.#startWorker();
  }

  get isReady(): boolean {
    return [...this.#workers].some((worker) => worker.isLoaded);
  }

  openSlot(events: SlotEvents, tasks = this.#options.tasks ?? DEFAULT_DETECTION_TASKS): DetectionSlot {
    const slot: FrameSlot = new FrameSlot(events, tasks, {
      now: this.#now,
      onWaiting: () => this.#dispatch(),
      onClosed: () => (this.#slots = this.#slots.filter((other) => other !== slot)),
    });
    if (this.#isClosing) slot.refuseMore();
    this.#slots.push(slot);
    return slot;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const slot of this.#slots) slot.refuseMore();
    await Promise.all(this.#slots.map((slot) => slot.drained()));
    for (const timer of this.#reloads) clearTimeout(timer);
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }

  #startWorker(): void {
    const worker: PoolWorker = new PoolWorker(
      this.#options.startWorker ?? startNodeWorker,
      this.#options.detector,
      {
        onReady: (loaded) => this.#workerLoaded(loaded),
        onIdle: () => this.#dispatch(),
        onGone: (reason, loaded) => this.#workerGone(worker, reason, loaded),
      },
      this.#now,
    );
    this.#workers.add(worker);
  }

  #workerLoaded(loaded: Omit<PoolReady, 'loadMs'>): void {
    this.#loaded += 1;
    if (this.#loaded < this.size || this.#hasLoaded) return;
    this.#hasLoaded = true;
    this.#resolveReady({ ...loaded, loadMs: this.#now() - this.#startedAtMs });
  }

  #workerGone(worker: PoolWorker, reason: string, loaded: boolean): void {
    this.#workers.delete(worker);
    if (!loaded && !this.#hasLoaded) return this.#break(reason);
    this.#options.onWorkerDied?.(reason);
    if (loaded) return this.#startWorker();
    const timer = setTimeout(() => {
      this.#reloads.delete(timer);
      this.#startWorker();
    }, this.#options.reloadPauseMs ?? 1000);
    this.#reloads.add(timer);
  }

  /** The detector cannot be loaded at all: trying again would fail in the same way. */
  #break(reason: string): void {
    this.#isBroken = true;
    this.#rejectReady(new ServerError('detector-unavailable', `The detector could not be loaded: ${reason}`));
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#isBroken) return this.#failWaiting();
    for (const worker of this.#workers) {
      if (!worker.isIdle) continue;
      const task = this.#nextSlot()?.take();
      if (task === undefined) return;
      worker.begin(task);
    }
  }

  /** The first slot with a frame, which then goes to the end of the turns. */
  #nextSlot(): FrameSlot | undefined {
    const next = this.#slots.find((slot) => slot.isWaiting);
    if (next !== undefined) this.#slots = [...this.#slots.filter((slot) => slot !== next), next];
    return next;
  }

  #failWaiting(): void {
    for (let task = this.#nextSlot()?.take(); task !== undefined; task = this.#nextSlot()?.take()) {
      const { timestampMs } = task.frame;
      task.finish({
        kind: 'failed',
        failure: { timestampMs, code: 'worker-died', message: 'No detector could be loaded.' },
      });
    }
  }
}
