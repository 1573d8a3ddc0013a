/** After so much video a frame weighs half. Some groups of pictures long, for a decoder that is behind leaves out the ends of them. */
const HALF_LIFE_MS = 5000;

/** The share of a stream's video frames that are decoded, of late. The clock is the video's own. */
export class DecodedShare {
  #frames = 0;
  #leftOut = 0;
  #timeMs = Number.NEGATIVE_INFINITY;

  /** A frame has come. Whether it is decoded shows later. */
  came(timestampMs: number): void {
    // A time that runs back is of a damaged stream: nothing grows old by it.
    const agedMs = Math.max(0, timestampMs - this.#timeMs);
    const remaining = 0.5 ** (agedMs / HALF_LIFE_MS);
    this.#frames = this.#frames * remaining + 1;
    this.#leftOut *= remaining;
    this.#timeMs = Math.max(this.#timeMs, timestampMs);
  }

  /** So many of the frames that came are not decoded. */
  leftOut(frames: number): void {
    this.#leftOut = Math.min(this.#frames, this.#leftOut + frames);
  }

  /** From 0 to 1; 1 as long as nothing has come. */
  get value(): number {
    return this.#frames === 0 ? 1 : 1 - this.#leftOut / this.#frames;
  }
}
