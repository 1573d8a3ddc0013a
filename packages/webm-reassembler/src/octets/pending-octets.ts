/** Up to this many octets are reserved at once on the word of a size that came off the wire. */
const RESERVE_AT_MOST = 1 << 20;

/**
 * The octets of one unit (an element header, or an element that is read whole) whose end has not been delivered yet.
 *
 * Only what spans chunks ever comes here, and it is copied once: the buffer is as large as the unit where that is
 * modest, and doubles beyond. A buffer is never used again after {@link PendingOctets.takeAll}, so views of it stay good.
 */
export class PendingOctets {
  #buffer: Uint8Array = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds octets of `chunk` from `start` until the unit has `unitLength` octets or the chunk ends; returns how many. */
  append(chunk: Uint8Array, start: number, unitLength: number): number {
    const count = Math.min(unitLength - this.#length, chunk.length - start);
    this.#reserve(this.#length + count, unitLength);
    if (count === 1) this.#buffer[this.#length] = chunk[start] ?? 0;
    else this.#buffer.set(chunk.subarray(start, start + count), this.#length);
    this.#length += count;
    return count;
  }

  /** The octets so far, as a view of the buffer, which the caller owns from now on. */
  takeAll(): Uint8Array {
    const octets = this.#buffer.subarray(0, this.#length);
    this.clear();
    return octets;
  }

  clear(): void {
    this.#buffer = new Uint8Array(0);
    this.#length = 0;
  }

  #reserve(needed: number, unitLength: number): void {
    if (needed <= this.#buffer.length) return;
    const capacity = Math.max(needed, Math.min(unitLength, Math.max(RESERVE_AT_MOST, 2 * this.#buffer.length)));
    const larger = new Uint8Array(capacity);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
