import type { StillRecord } from '../record/index.js';

/** Where an image belongs on the timeline of its stream, in whole ms from the first image. */
export interface StillTimes {
  /** Greater than that of the image before, whatever the clock of the publisher says. */
  readonly timestampMs: number;
  /** By the clock of the publisher alone. */
  readonly recorderTimestampMs: number;
}

/** A clock that says the first image was taken a year ago, or that this one will be, is not a clock. */
const MAX_TIMESTAMP_MS = 366 * 24 * 3_600_000;

/** Gives still images their timestamps. */
export class StillTimeline {
  #first: { readonly capturedAtMs: number; readonly receivedAtMs: number } | undefined;
  #lastMs = -1;

  /** Goes on behind images that another process took. */
  goOnAfter(records: readonly StillRecord[]): void {
    this.#first = records[0];
    this.#lastMs = records.at(-1)?.timestampMs ?? -1;
  }

  /** @param capturedAtMs absent where the publisher does not say: then it is when the image came */
  place(capturedAtMs: number | undefined, receivedAtMs: number): StillTimes {
    const captured = capturedAtMs ?? receivedAtMs;
    this.#first ??= { capturedAtMs: captured, receivedAtMs };
    const byPublisher = Math.round(captured - this.#first.capturedAtMs);
    const isBelievable = Math.abs(byPublisher) <= MAX_TIMESTAMP_MS;
    const recorderTimestampMs = isBelievable ? byPublisher : Math.round(receivedAtMs - this.#first.receivedAtMs);
    const timestampMs = Math.max(recorderTimestampMs, this.#lastMs + 1);
    this.#lastMs = timestampMs;
    return { timestampMs, recorderTimestampMs };
  }
}
