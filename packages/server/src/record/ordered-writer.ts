import { setTimeout as delay } from 'node:timers/promises';

/** Work on the disk. It may be tried more than once, so doing it twice must come to the same as doing it once. */
export type WriteJob = () => Promise<void>;

export interface OrderedWriterOptions {
  /** How long to wait before a job that failed is tried again, in ms. */
  readonly retryDelayMs: number;
  /** Told once for each run of failures, not for every try. */
  readonly onFailing: (thrown: unknown) => void;
  /** Told when a job that had failed has worked after all. */
  readonly onRecovered: () => void;
}

/** A job that was never done, because the writer was given up. */
export class WriterAbandonedError extends Error {
  override readonly name = 'WriterAbandonedError';
}

/**
 * Runs jobs one after the other in the order they came. A job that fails (disk full, directory read-only) stays at
 * the head and is tried again until it works, so that what comes behind it never lands before it.
 *
 * The queue has no bound of its own: whoever adds jobs counts what is not done yet and stops adding.
 */
export class OrderedWriter {
  readonly #options: OrderedWriterOptions;
  readonly #abandon = new AbortController();
  #tail: Promise<void> = Promise.resolve();
  #failing = false;

  constructor(options: OrderedWriterOptions) {
    this.#options = options;
  }

  /** Whether the job at the head has failed and waits for its next try. */
  get failing(): boolean {
    return this.#failing;
  }

  /**
   * @returns resolves when the job is done
   * @throws WriterAbandonedError when the writer was given up before
   */
  add(job: WriteJob): Promise<void> {
    const done = this.#tail.then(() => this.#runUntilDone(job));
    this.#tail = done.catch(() => undefined);
    return done;
  }

  /** Resolves when every job that was added so far is done or given up. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  /** Gives up what is not done yet; a job at work is waited for by {@link settled}. */
  abandon(): void {
    this.#abandon.abort();
  }

  async #runUntilDone(job: WriteJob): Promise<void> {
    for (;;) {
      if (this.#abandon.signal.aborted) throw new WriterAbandonedError('given up before it was written');
      try {
        await job();
        this.#recovered();
        return;
      } catch (thrown) {
        this.#failed(thrown);
      }
      await delay(this.#options.retryDelayMs, undefined, { signal: this.#abandon.signal }).catch(() => undefined);
    }
  }

  #failed(thrown: unknown): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#options.onFailing(thrown);
  }

  #recovered(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#options.onRecovered();
  }
}
