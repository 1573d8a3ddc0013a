import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { DetectionTimeline } from '../overlay/timeline.js';

/** How much of the detections is asked for at a time: five minutes are some megabytes. */
const WINDOW_MS = 300_000;

/** Asks for what was found between two moments of the stream's timeline. */
export type FetchDetections = (fromMs: number, toMs: number) => Promise<readonly DetectionsMessage[]>;

/** The detections of a recording, as far as they have been needed. */
export class DetectionWindows {
  readonly timeline = new DetectionTimeline();
  readonly #fetch: FetchDetections;
  readonly #asked = new Set<number>();

  constructor(fetchDetections: FetchDetections) {
    this.#fetch = fetchDetections;
  }

  /** Makes sure that what is around a moment is there, or will be soon. */
  async need(timestampMs: number): Promise<void> {
    const window = Math.floor(Math.max(0, timestampMs) / WINDOW_MS);
    await Promise.all([window, window + 1].map(async (number) => this.#load(number)));
  }

  async #load(number: number): Promise<void> {
    if (this.#asked.has(number)) return;
    this.#asked.add(number);
    try {
      // Both ends count, so the last moment belongs to the next window.
      const found = await this.#fetch(number * WINDOW_MS, (number + 1) * WINDOW_MS - 0.001);
      for (const message of found) this.timeline.add(message);
    } catch {
      // The server is away: asked for again when it is needed the next time.
      this.#asked.delete(number);
    }
  }
}
