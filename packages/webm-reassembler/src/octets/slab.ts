/** Octets of one slab. Larger wishes get a memory of their own. */
const SLAB_OCTETS = 1 << 16;
const LARGEST_SHARE = SLAB_OCTETS / 8;

/**
 * Hands out small arrays that share one memory: making a memory for each costs more than filling it. Nothing is handed
 * out twice, so an array is its owner's as long as it likes; it keeps the slab it came from.
 */
export class Slab {
  #octets = new Uint8Array(0);
  #used = 0;

  take(length: number): Uint8Array {
    if (length > LARGEST_SHARE) return new Uint8Array(length);
    if (this.#used + length > this.#octets.length) {
      this.#octets = new Uint8Array(SLAB_OCTETS);
      this.#used = 0;
    }
    return this.#octets.subarray(this.#used, (this.#used += length));
  }
}
