import type { Logger } from 'pino';
import { messageOf } from '../errors.js';
import type { Catalogue } from './catalogue.js';

/** How often live streams are indexed. */
const INTERVAL_MS = 2000;

/** Keeps the catalogue up to date: indexes live streams again and again, and once more when they have ended. */
export class CatalogueKeeper {
  readonly #catalogue: Pick<Catalogue, 'index'>;
  readonly #liveStreams: () => readonly string[];
  readonly #log: Pick<Logger, 'error'>;
  readonly #timer: NodeJS.Timeout;
  /** Live the last time: one that is no longer has ended since, and is indexed once more. */
  #wereLive: ReadonlySet<string> = new Set();
  /** Ended since the last time: a short one may have begun since then too, and was never seen live. */
  readonly #ended = new Set<string>();
  #updating: Promise<void> | undefined;
  #isFailing = false;

  /** @param liveStreams IDs of the streams that are not in their final state */
  constructor(
    catalogue: Pick<Catalogue, 'index'>,
    liveStreams: () => readonly string[],
    log: Pick<Logger, 'error'>,
    intervalMs = INTERVAL_MS,
  ) {
    this.#catalogue = catalogue;
    this.#liveStreams = liveStreams;
    this.#log = log;
    this.#timer = setInterval(() => void this.update(), intervalMs);
    this.#timer.unref();
  }

  /** A stream has ended: it is indexed once more, the next time. */
  noteEnded(id: string): void {
    this.#ended.add(id);
  }

  /** Indexes what is new. Resolves when the catalogue holds it, or cannot; a failure is logged once until it works again. */
  async update(): Promise<void> {
    // What was under way may have begun before the caller's stream had ended.
    await this.#updating;
    this.#updating ??= this.#update().finally(() => (this.#updating = undefined));
    return this.#updating;
  }

  /** Indexes what is new for the last time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.update();
  }

  async #update(): Promise<void> {
    const live = new Set(this.#liveStreams());
    const changed = new Set([...live, ...this.#wereLive, ...this.#ended]);
    this.#ended.clear();
    try {
      await Promise.all([...changed].map(async (id) => this.#catalogue.index(id)));
      this.#wereLive = live;
      this.#isFailing = false;
    } catch (thrown) {
      if (!this.#isFailing) this.#log.error({ err: thrown }, `the catalogue falls behind: ${messageOf(thrown)}`);
      this.#isFailing = true;
      this.#wereLive = changed;
    }
  }
}
