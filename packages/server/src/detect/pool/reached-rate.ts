/** After so much video a frame weighs half: some chunks, each of which brings its frames at once. */
const HALF_LIFE_MS = 3000;

/**
 * What comes to a worker of the rate that a stream is granted: frames of a chunk come at once, and each takes the place of the
 * one before while no worker is free. The clock is the video's own.
 */
export class ReachedRate {
  #frames = 0;
  #replaced = 0;
  /** What the frames stand for, each for the interval that was granted when it came; pauses of the camera are not counted. */
  #grantedSeconds = 0;
  #timeMs = Number.NEGATIVE_INFINITY;

  /** A frame has come that the rate lets through. Whether a worker takes it shows later. */
  came(timestampMs: number, grantedFps: number): void {
    // A time that runs back is of a damaged stream: nothing grows old by it.
    const remaining = 0.5 ** (Math.max(0, timestampMs - this.#timeMs) / HALF_LIFE_MS);
    this.#frames = this.#frames * remaining + 1;
    this.#replaced *= remaining;
    this.#grantedSeconds = this.#grantedSeconds * remaining + 1 / grantedFps;
    this.#timeMs = Math.max(this.#timeMs, timestampMs);
  }

  /** One of the frames that came was replaced by a newer one. */
  replaced(): void {
    this.#replaced = Math.min(this.#frames, this.#replaced + 1);
  }

  /** Frames a second that workers take, as things stand, where so many are granted. */
  fps(grantedFps: number): number {
    if (this.#frames === 0) return grantedFps;
    const reached = this.#frames - this.#replaced;
    // A rate that has fallen of late has fallen to what was reached before; of one that has risen the same share is reached.
    return Math.min(grantedFps, Math.max(reached / this.#grantedSeconds, (grantedFps * reached) / this.#frames));
  }
}
