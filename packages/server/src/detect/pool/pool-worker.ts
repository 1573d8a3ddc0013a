import type { DetectorModule } from '../detector.js';
import type { PoolReady } from '../detector-pool.js';
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
 * | any       | `gone`    | it has ended, asked or not              |
 */
type State =
  | { readonly kind: 'loading'; readonly failure?: string }
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly task: FrameTask; readonly startedAtMs: number }
  | { readonly kind: 'closing' }
  | { readonly kind: 'gone' };

/** One worker of the pool, from its start to its end. */
export class PoolWorker {
  readonly #events: PoolWorkerEvents;
  readonly #now: () => number;
  readonly #port: WorkerPort;
  readonly #gone: Promise<void>;
  #markGone: () => void = () => undefined;
  #state: State = { kind: 'loading' };
  #isUnwanted = false;

  constructor(start: StartWorker, detector: DetectorModule, events: PoolWorkerEvents, now: () => number) {
    this.#events = events;
    this.#now = now;
    this.#gone = new Promise((resolve) => (this.#markGone = resolve));
    this.#port = start(detector, {
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

  /** Gives the frame to the worker, which must be idle. */
  begin(task: FrameTask): void {
    this.#state = { kind: 'busy', task, startedAtMs: this.#now() };
    this.#port.post({ kind: 'detect', frame: task.frame, tasks: task.tasks });
  }

  /** Asks the worker to end, as soon as it has answered. Resolves when it has ended. */
  close(): Promise<void> {
    this.#isUnwanted = true;
    this.#closeUnlessBusy();
    return this.#gone;
  }

  #closeUnlessBusy(): void {
    if (this.#state.kind === 'busy' || this.#state.kind === 'closing' || this.#state.kind === 'gone') return;
    this.#state = { kind: 'closing' };
    this.#port.post({ kind: 'close' });
  }

  #becomeIdle(): void {
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
    const { task, startedAtMs } = this.#state;
    this.#becomeIdle();
    if (message.kind === 'detected') {
      const { frame, detections, detectMs } = message;
      const queueMs = startedAtMs - task.submittedAtMs;
      task.finish({ kind: 'detected', result: { frame, detections, queueMs, detectMs } });
    } else {
      const { timestampMs } = task.frame;
      task.finish({ kind: 'failed', failure: { timestampMs, code: 'detector-threw', message: message.message } });
    }
    this.#events.onIdle();
  }

  #exited(reason: string): void {
    const state = this.#state;
    this.#state = { kind: 'gone' };
    this.#markGone();
    if (state.kind === 'busy') {
      const { timestampMs } = state.task.frame;
      state.task.finish({ kind: 'failed', failure: { timestampMs, code: 'worker-died', message: reason } });
    }
    if (this.#isUnwanted || state.kind === 'gone') return;
    const failure = state.kind === 'loading' ? state.failure : undefined;
    this.#events.onGone(failure ?? reason, state.kind !== 'loading');
  }
}

function loadedBy({ engine, warning }: Extract<FromWorker, { kind: 'ready' }>): Omit<PoolReady, 'loadMs'> {
  return { engine, ...(warning === undefined ? {} : { warning }) };
}
