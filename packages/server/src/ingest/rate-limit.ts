/** How much one connection may bring. */
export interface Rates {
  readonly octetsPerSecond: number;
  readonly chunksPerSecond: number;
}

/**
 * Two token buckets, each of which holds one second's worth: what comes faster has to wait. A publisher that comes back
 * after a cut sends at full speed and is slowed down to the rate, without losing anything.
 */
export class RateLimit {
  readonly #rates: Rates;
  #octets: number;
  #chunks: number;
  #filledAtMs: number;

  constructor(rates: Rates, nowMs: number) {
    this.#rates = rates;
    this.#octets = rates.octetsPerSecond;
    this.#chunks = rates.chunksPerSecond;
    this.#filledAtMs = nowMs;
  }

  /**
   * Takes one chunk into account.
   *
   * @returns for how many ms nothing more should be read; 0 where the rate is kept
   */
  take(octets: number, nowMs: number): number {
    this.#fill(nowMs);
    this.#octets -= octets;
    this.#chunks -= 1;
    const missingSeconds = Math.max(
      -this.#octets / this.#rates.octetsPerSecond,
      -this.#chunks / this.#rates.chunksPerSecond,
    );
    return Math.max(0, Math.ceil(missingSeconds * 1000));
  }

  #fill(nowMs: number): void {
    const { octetsPerSecond, chunksPerSecond } = this.#rates;
    const seconds = (nowMs - this.#filledAtMs) / 1000;
    this.#filledAtMs = nowMs;
    this.#octets = Math.min(octetsPerSecond, this.#octets + seconds * octetsPerSecond);
    this.#chunks = Math.min(chunksPerSecond, this.#chunks + seconds * chunksPerSecond);
  }
}
