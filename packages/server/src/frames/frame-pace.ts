/** How much sooner than due a frame may come, as a share of the interval: frames come when the camera has them. */
const TOLERANCE = 0.25;

/**
 * Lets so many frames pass for each second of their own clock, on the average: due times add up, so that a frame that comes
 * late does not move those behind it, and 8 of 10 frames a second are 8 and not 5. The rate is asked for at each frame; a new one
 * goes at once.
 */
export class FramePace {
  /** When the last frame that passed was due. */
  #wasDueMs = Number.NEGATIVE_INFINITY;

  /** Whether a frame may pass at `fps` frames a second; it then counts as passed. `Infinity` lets every one pass. */
  lets(timestampMs: number, fps: number): boolean {
    if (fps === 0) return false;
    const intervalMs = 1000 / fps;
    const dueMs = this.#wasDueMs + intervalMs;
    if (timestampMs + intervalMs * TOLERANCE < dueMs) return false;
    // After a pause the frames that were not there are not made up for.
    const isLongOverdue = timestampMs - dueMs > intervalMs;
    this.#wasDueMs = isLongOverdue ? timestampMs : dueMs;
    return true;
  }
}
