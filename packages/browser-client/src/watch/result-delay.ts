/** Least and most that a live picture is held back for its boxes, in s. */
const LEAST = 1;
const MOST = 3;
/** On top of what the slowest results took. */
const MARGIN = 0.3;
/** Results that are looked back on: some seconds. */
const REMEMBERED = 40;

/** How far behind the newest a live picture must be for its boxes to be there before it, from how late results came. */
export class ResultDelay {
  #delays: number[] = [];

  /** @param delay from the newest media to the frame of a result that has just come, in s; @returns the delay to keep, in s */
  add(delay: number): number {
    this.#delays = [...this.#delays.slice(1 - REMEMBERED), delay];
    return Math.min(MOST, Math.max(LEAST, Math.max(...this.#delays) + MARGIN));
  }
}
