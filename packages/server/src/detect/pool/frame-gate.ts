/** How much sooner than due a frame may come, as a share of the interval: frames come when the camera has them. */
const TOLERANCE = 0.25;

/** Lets frames through at a rate, by their timestamps. The rate is asked for at each frame, so it may change. */
export class FrameGate {
  #dueMs = Number.NEGATIVE_INFINITY;

  /** Whether a frame may pass at `fps` frames a second; `Infinity` lets every one pass. */
  lets(timestampMs: number, fps: number): boolean {
    const intervalMs = 1000 / fps;
    if (timestampMs + intervalMs * TOLERANCE < this.#dueMs) return false;
    // Due times add up, so that the rate is right on average where the camera's frames fall between them.
    const isLongOverdue = timestampMs - this.#dueMs > intervalMs;
    this.#dueMs = (isLongOverdue ? timestampMs : this.#dueMs) + intervalMs;
    return true;
  }
}
