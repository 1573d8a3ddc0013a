/**
 * Tells a decoder that cannot follow from one that was held up for a moment and catches up: the first gives late frames only,
 * and goes on doing so.
 */
export class LagWatch {
  readonly #maxLagMs: number;
  /** When the first came of the late frames that no punctual one has followed. */
  #lateSinceMs: number | undefined;

  /** @param maxLagMs how late a frame may be, and for how long all may be later */
  constructor(maxLagMs: number) {
    this.#maxLagMs = maxLagMs;
  }

  /**
   * A frame has come out.
   *
   * @returns whether it is the decoder that is behind; the watch then begins anew
   */
  isBehind(nowMs: number, lagMs: number): boolean {
    if (lagMs <= this.#maxLagMs) this.#lateSinceMs = undefined;
    else this.#lateSinceMs ??= nowMs;
    const isBehind = this.#lateSinceMs !== undefined && nowMs - this.#lateSinceMs >= this.#maxLagMs;
    if (isBehind) this.#lateSinceMs = undefined;
    return isBehind;
  }
}
