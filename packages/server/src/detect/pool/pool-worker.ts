import type { DetectorModule } from '../detector.js';
import type { DetectionFailure, PoolReady } from '../detector-pool.js';
import type { FrameTask } from './frame-slot.js';
import type { FromWorker } from './worker-messages.js';
import type { StartWorker, WorkerPort } from './worker-port.js';

/** What a worker tells the pool. */
export interface PoolWorkerEvents {
  readonly onReady: (loaded: Omit<PoolReady, 'loadMs'>) => void;
  /** The worker can take a frame. */
  readonly onIdle: () => void;
  /** The worker is gone. `loaded` says whether it ever was ready. */
  readonly onGone: (reason: string, loaded: boolean) => void;
  /** The worker does not answer and was given up. */
  readonly onAbandoned: (reason: string) => void;
  /** A worker that was given up is gone at last. */
  readonly onAbandonedEnd: () => void;
}

/** How to run a worker. */
export interface PoolWorkerOptions {
  readonly start: StartWorker;
  readonly detector: DetectorModule;
  /** How long a detector may take over one frame, in ms, before its worker is given up. */
  readonly detectTimeoutMs: number;
  readonly now: () => number;
}

/**
 * What a worker is doing:
 *
 * | state     | next      | when                                    |
 * |-----------|-----------|-----------------------------------------|
 * | `loading` | `idle`    | its detector is loaded                  |
 * | `idle`    | `busy`    | it is given a frame                     |
 * | `busy`    | `idle`    | it has answered                         |
 * | `loading`, `idle` | `closing` | it is asked to end              |
 * | `busy`    | `abandoned` | it does not answer in time            |
 * | any       | `gone`    | it has ended, asked or not              |
 */
type State =
  | { readonly kind: 'loading'; readonly failure?: string }
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly task: FrameTask; readonly startedAtMs: number; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'closing' }
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'gone' };

/** One worker of the pool, from its start to its end. */
export class PoolWorker {
  readonly #events: PoolWorkerEvents;
  readonly #options: PoolWorkerOptions;
  readonly #port: WorkerPort;
  readonly #gone: Promise<void>;
  #markGone: () => void = () => undefined;
  #state: State = { kind: 'loading' };
  #isUnwanted = false;
  #busyMs = 0;
  #busySinceMs: number;

  constructor(options: PoolWorkerOptions, events: PoolWorkerEvents) {
    this.#events = events;
    this.#options = options;
    this.#busySinceMs = options.now();
    this.#gone = new Promise((resolve) => (this.#markGone = resolve));
    this.#port = options.start(options.detector, {
      onMessage: (message) => this.#take(message),
      onExit: (reason) => this.#exited(reason),
    });
  }

  get isIdle(): boolean {
    return this.#state.kind === 'idle';
  }

  /** Whether it has its detector and is not about to end. */
  get isLoaded(): boolean {
    return this.#state.kind === 'idle' || this.#state.kind === 'busy';
  }

  /** How long it could take no frame since the last call, in ms. */
  takeBusyMs(): number {
    const nowMs = this.#options.now();
    const busyMs = this.#busyMs + (this.#state.kind === 'idle' ? 0 : nowMs - this.#busySinceMs);
    this.#busyMs = 0;
    this.#busySinceMs = nowMs;
    return busyMs;
  }

  /** Gives the frame to the worker, which must be idle. */
  begin(task: FrameTask): void {
    const timer = setTimeout(() => this.#abandon(), this.#options.detectTimeoutMs);
    // A server that has nothing else to do may end.
    timer.unref();
    this.#busySinceMs = this.#options.now();
    this.#state = { kind: 'busy', task, startedAtMs: this.#options.now(), timer };
    const { frame, tasks, stream } = task;
    this.#port.post({ kind: 'detect', frame, tasks, stream });
  }

  /** Asks the worker to end, as soon as it has answered. Resolves when it has ended. */
  close(): Promise<void> {
    this.#isUnwanted = true;
    this.#closeUnlessBusy();
    return this.#gone;
  }

  #closeUnlessBusy(): void {
    if (this.#state.kind !== 'loading' && this.#state.kind !== 'idle') return;
    this.#state = { kind: 'closing' };
    this.#port.post({ kind: 'close' });
  }

  #becomeIdle(): void {
    this.#busyMs += this.#options.now() - this.#busySinceMs;
    this.#state = { kind: 'idle' };
    if (this.#isUnwanted) this.#closeUnlessBusy();
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        if (this.#state.kind !== 'loading') return;
        this.#state = { kind: 'idle' };
        this.#events.onReady(loadedBy(message));
        return this.#events.onIdle();
      case 'load-failed':
        this.#state = { kind: 'loading', failure: message.message };
        return;
      case 'detected':
      case 'threw':
        return this.#finish(message);
      default:
        return message satisfies never;
    }
  }

  #finish(message: Extract<FromWorker, { kind: 'detected' | 'threw' }>): void {
    if (this.#state.kind !== 'busy') return;
    const { task, startedAtMs, timer } = this.#state;
    clearTimeout(timer);
    this.#becomeIdle();
    if (message.kind === 'detected') {
      const { frame, detections, detectMs } = message;
      const queueMs = startedAtMs - task.submittedAtMs;
      task.finish({ kind: 'detected', result: { frame, detections, queueMs, detectMs } });
    } else {
      fail(task, 'detector-threw', message.message);
    }
    this.#events.onIdle();
  }

  /** Its frame is lost; nobody waits any longer, neither for the frame nor for the worker. */
  #abandon(): void {
    if (this.#state.kind !== 'busy') return;
    const { task } = this.#state;
    const message = `the detector did not answer within ${this.#options.detectTimeoutMs} ms`;
    this.#state = { kind: 'abandoned' };
    this.#port.abandon();
    this.#markGone();
    fail(task, 'detector-timed-out', message);
    this.#events.onAbandoned(message);
  }

  #exited(reason: string): void {
    const state = this.#state;
    this.#state = { kind: 'gone' };
    this.#markGone();
    if (state.kind === 'abandoned') return this.#events.onAbandonedEnd();
    if (state.kind === 'busy') {
      clearTimeout(state.timer);
      fail(state.task, 'worker-died', reason);
    }
    if (this.#isUnwanted || state.kind === 'gone') return;
    const failure = state.kind === 'loading' ? state.failure : undefined;
    this.#events.onGone(failure ?? reason, state.kind !== 'loading');
  }
}

function loadedBy({ engine, warning }: Extract<FromWorker, { kind: 'ready' }>): Omit<PoolReady, 'loadMs'> {
  return { engine, ...(warning === undefined ? {} : { warning }) };
}

function fail(task: FrameTask, code: DetectionFailure['code'], message: string): void {
  const { timestampMs } = task.frame;
  task.finish({ kind: 'failed', failure: { timestampMs, code, message } });
}
