/** How far back a rate looks, in ms. Long enough to be steady, short enough to follow a camera that changes pace. */
const WINDOW_MS = 3000;

/**
 * Counts events per second over the last seconds. The clock is whoever calls: the video's own or the server's.
 */
export class RateMeter {
  #timesMs: number[] = [];

  add(timeMs: number): void {
    this.#timesMs.push(timeMs);
    this.#forget(timeMs);
  }

  /** Events per second up to `nowMs`; 0 until there are two events. */
  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    const [first] = this.#timesMs;
    const last = this.#timesMs.at(-1);
    if (first === undefined || last === undefined || last <= first) return 0;
    // Between n events lie n - 1 intervals. When events have stopped, the time since the last one counts too.
    const intervalMs = (last - first) / (this.#timesMs.length - 1);
    const spanMs = nowMs - last > 2 * intervalMs ? nowMs - first : last - first;
    return ((this.#timesMs.length - 1) * 1000) / spanMs;
  }

  #forget(nowMs: number): void {
    const kept = this.#timesMs.findIndex((timeMs) => timeMs > nowMs - WINDOW_MS);
    if (kept > 0) this.#timesMs = this.#timesMs.slice(kept);
    else if (kept === -1) this.#timesMs = [];
  }
}
