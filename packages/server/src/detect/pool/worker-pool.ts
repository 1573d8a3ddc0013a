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
 * to do, evenly over the streams: each is told what it gets, so that no more is decoded for it than will be looked at. A
 * worker that dies or hangs takes one frame with it and is replaced.
 */
import { ServerError } from '../../errors.js';
import { keepRuntimeQuiet } from './quiet-runtime.js';
import { DEFAULT_DETECTION_TASKS } from '../detector.js';
import type { DetectionSlot, DetectorPool, PoolReady, SlotEvents, SlotWishes } from '../detector-pool.js';
import { FrameSlot } from './frame-slot.js';
import { startNodeWorker } from './node-worker.js';
import type { DetectorPoolOptions } from './pool-options.js';
import { PoolWorker } from './pool-worker.js';
import { RatePlan } from './rate-plan.js';
import { defaultWorkerCount } from './worker-count.js';

/** Starts the workers. They load at the same time; frames may be submitted at once. */
export function startDetectorPool(options: DetectorPoolOptions): DetectorPool {
  keepRuntimeQuiet();
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
  #opened = 0;
  #isBroken = false;
  #isClosing = false;
  #resolveReady: (ready: PoolReady) => void = () => undefined;
  #rejectReady: (error: ServerError) => void = () => undefined;
  readonly #reloads = new Set<NodeJS.Timeout>();
  readonly #plan = new RatePlan();
  readonly #rateTimer: NodeJS.Timeout;
  #plannedAtMs: number;
  /** Workers that were given up and still compute: threads that nobody can stop. */
  #abandoned = 0;

  constructor(options: DetectorPoolOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#startedAtMs = this.#now();
    this.size = options.size ?? defaultWorkerCount();
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Who does not ask for it must not be killed by it.
    this.ready.catch(() => undefined);
    for (let count = 0; count < this.size; count += 1) this.#startWorker();
    this.#plannedAtMs = this.#startedAtMs;
    this.#rateTimer = setInterval(() => this.#fitRates(), options.rateIntervalMs ?? 1000);
    this.#rateTimer.unref();
  }

  get isReady(): boolean {
    return [...this.#workers].some((worker) => worker.isLoaded);
  }

  get waiting(): number {
    return this.#slots.filter((slot) => slot.isWaiting).length;
  }

  openSlot(events: SlotEvents, wishes: SlotWishes = {}): DetectionSlot {
    const { tasks = this.#options.tasks ?? DEFAULT_DETECTION_TASKS, fps = Number.POSITIVE_INFINITY } = wishes;
    this.#opened += 1;
    const owner = {
      stream: this.#opened,
      now: this.#now,
      grantedFps: (wantedFps: number) => this.#plan.grantedFps(wantedFps),
      onWaiting: () => this.#dispatch(),
      onClosed: () => (this.#slots = this.#slots.filter((other) => other !== slot)),
    };
    const slot: FrameSlot = new FrameSlot(events, { tasks, fps }, owner);
    if (this.#isClosing) slot.refuseMore();
    this.#slots.push(slot);
    return slot;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const slot of this.#slots) slot.refuseMore();
    await Promise.all(this.#slots.map((slot) => slot.drained()));
    clearInterval(this.#rateTimer);
    for (const timer of this.#reloads) clearTimeout(timer);
    await Promise.all([...this.#workers].map((worker) => worker.close()));
  }

  #startWorker(): void {
    const { startWorker: start = startNodeWorker, detector, detectTimeoutMs = 20_000 } = this.#options;
    const worker: PoolWorker = new PoolWorker(
      { start, detector, detectTimeoutMs, now: this.#now },
      {
        onReady: (loaded) => this.#workerLoaded(loaded),
        onIdle: () => this.#dispatch(),
        onGone: (reason, loaded) => this.#workerGone(worker, reason, loaded),
        onAbandoned: (reason) => this.#workerAbandoned(worker, reason),
        onAbandonedEnd: () => this.#abandonedEnded(),
      },
    );
    this.#workers.add(worker);
  }

  #fitRates(): void {
    const nowMs = this.#now();
    const loads = this.#slots.map((slot) => slot.takeLoad());
    const intervalMs = Math.max(1, nowMs - this.#plannedAtMs);
    const busyMs = [...this.#workers].reduce((sum, worker) => sum + worker.takeBusyMs(), 0);
    // A worker that is gone, or not there yet, does as little as one that is busy.
    const missingMs = (this.size - this.#workers.size) * intervalMs;
    this.#plan.adjust(loads, intervalMs, (busyMs + missingMs) / (intervalMs * this.size));
    this.#plannedAtMs = nowMs;
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
      if (!this.#isClosing) this.#startWorker();
    }, this.#options.reloadPauseMs ?? 1000);
    this.#reloads.add(timer);
  }

  /** Replaced, unless as many threads compute in vain already as there are workers: they take the cores as well. */
  #workerAbandoned(worker: PoolWorker, reason: string): void {
    this.#workers.delete(worker);
    this.#abandoned += 1;
    this.#options.onWorkerDied?.(reason);
    if (this.#abandoned <= this.size && !this.#isClosing) this.#startWorker();
    else this.#dispatch();
  }

  #abandonedEnded(): void {
    this.#abandoned -= 1;
    if (this.#workers.size + this.#reloads.size < this.size && !this.#isClosing) this.#startWorker();
  }

  /** The detector cannot be loaded at all: trying again would fail in the same way. */
  #break(reason: string): void {
    this.#isBroken = true;
    const code = this.#options.loadFailureCode ?? 'detector-unavailable';
    this.#rejectReady(new ServerError(code, `The detector could not be loaded: ${reason}`));
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#isBroken) return this.#failWaiting('no detector could be loaded');
    if (this.#workers.size + this.#reloads.size === 0) return this.#failWaiting('every detector hangs');
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

  #failWaiting(message: string): void {
    for (let task = this.#nextSlot()?.take(); task !== undefined; task = this.#nextSlot()?.take()) {
      const { timestampMs } = task.frame;
      task.finish({ kind: 'failed', failure: { timestampMs, code: 'worker-died', message } });
    }
  }
}
