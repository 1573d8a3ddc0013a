/**
 * A place for one waiting thing, where a newer one takes the place of an older one: newest wins.
 *
 * This is how a fast stage hands over to a slow one without a queue, so that latency cannot grow: what the slow stage
 * was too late for is dropped and counted.
 */
export class LatestFrame<Item> {
  #waiting: { readonly item: Item } | undefined;
  #skipped = 0;

  /** How many items were replaced or dropped before anyone took them. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Whether an item waits. */
  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /**
   * Puts a newer item here.
   *
   * @returns the older item that nobody took, which counts as skipped; `undefined` where none waited
   */
  put(item: Item): Item | undefined {
    const replaced = this.drop();
    this.#waiting = { item };
    return replaced;
  }

  /** Takes the waiting item out, if there is one. */
  take(): Item | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting?.item;
  }

  /** Gives the waiting item up: it counts as skipped. */
  drop(): Item | undefined {
    const dropped = this.take();
    if (dropped !== undefined) this.#skipped += 1;
    return dropped;
  }
}
