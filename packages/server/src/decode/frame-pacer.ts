import type { FrameRate } from './decoder.js';

/**
 * Block timestamps are whole milliseconds, so that frames 100 ms apart may be written 99 ms apart; the half is for the
 * comparison of fractions.
 */
const ROUNDING_MS = 1.5;

/**
 * Says which frames are wanted: so many for each second of the video's own clock, on the average. A frame that comes
 * late does not move those behind it, so that 8 of 10 frames a second are 8 and not 5.
 */
export class FramePacer {
  #intervalMs: number;
  readonly #afterMs: number;
  #dueMs = Number.NEGATIVE_INFINITY;

  /** @param afterMs frames up to this time are not wanted */
  constructor(rate: FrameRate, afterMs = Number.NEGATIVE_INFINITY) {
    this.#intervalMs = intervalOf(rate);
    this.#afterMs = afterMs;
  }

  /** Takes effect with the next frame. */
  setRate(rate: FrameRate): void {
    const intervalMs = intervalOf(rate);
    // What is due was reckoned with the old interval; a faster pace must not wait for it.
    this.#dueMs -= Math.max(0, this.#intervalMs - intervalMs);
    this.#intervalMs = intervalMs;
  }

  /** Whether the frame is wanted; it then counts as given. */
  admits(timestampMs: number): boolean {
    if (timestampMs <= this.#afterMs || timestampMs < this.#dueMs - ROUNDING_MS) return false;
    const lateMs = timestampMs - this.#dueMs;
    this.#dueMs = lateMs > this.#intervalMs ? timestampMs + this.#intervalMs : this.#dueMs + this.#intervalMs;
    return true;
  }
}

function intervalOf(rate: FrameRate): number {
  return rate === 'every-frame' ? 0 : 1000 / rate;
}
