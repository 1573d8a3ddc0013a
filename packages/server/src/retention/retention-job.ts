import type { Logger } from 'pino';
import { messageOf } from '../errors.js';
import { planRetention, type RetainedStream } from './retention-plan.js';
import type { RetentionRules } from './retention-rules.js';

/** What the job needs of its surroundings. */
export interface RetentionParts {
  readonly rules: RetentionRules;
  /** All streams as they are now. */
  readonly streams: () => Promise<readonly RetainedStream[]>;
  /** Deletes one. Refuses what is live: that may have changed since the streams were listed. */
  readonly remove: (id: string) => Promise<void>;
  /** In ms since the epoch. */
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

/** Deletes what the rules do not keep, from time to time. */
export class RetentionJob {
  readonly #parts: RetentionParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Runs now and every `intervalMs` from now on. */
  start(intervalMs: number): void {
    this.#timer = setInterval(() => void this.run(), intervalMs);
    this.#timer.unref();
    void this.run();
  }

  /** Runs once; while it runs, every further call waits for the same run. Never rejects. */
  async run(): Promise<void> {
    this.#running ??= this.#run()
      .catch((thrown: unknown) => this.#parts.log.error({ err: thrown }, `retention failed: ${messageOf(thrown)}`))
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Resolves when the run that is under way is over. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { streams, rules, now, remove, log } = this.#parts;
    for (const { id, octets, reason } of planRetention(await streams(), rules, now())) {
      try {
        await remove(id);
        log.info({ stream: id, octets, reason }, 'deleted: it is not kept any longer');
      } catch (thrown) {
        // One that cannot be deleted must not keep the others.
        log.error({ stream: id, err: thrown }, `not deleted: ${messageOf(thrown)}`);
      }
    }
  }
}
