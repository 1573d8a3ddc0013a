import { FramePace } from '../frames/frame-pace.js';
import type { FrameRate } from './decoder.js';

/** Says which frames of a video are wanted: so many for each second of its own clock, and only those behind a time. */
export class FramePacer {
  readonly #pace = new FramePace();
  readonly #afterMs: number;
  #fps: number;

  /** @param afterMs frames up to this time are not wanted */
  constructor(rate: FrameRate, afterMs = Number.NEGATIVE_INFINITY) {
    this.#fps = perSecond(rate);
    this.#afterMs = afterMs;
  }

  /** Takes effect with the next frame. */
  setRate(rate: FrameRate): void {
    this.#fps = perSecond(rate);
  }

  /** Whether the frame is wanted; it then counts as given. */
  admits(timestampMs: number): boolean {
    return timestampMs > this.#afterMs && this.#pace.lets(timestampMs, this.#fps);
  }
}

function perSecond(rate: FrameRate): number {
  return rate === 'every-frame' ? Number.POSITIVE_INFINITY : rate;
}
