/** Up to this many octets are reserved at once on the word of a size that came off the wire. */
const RESERVE_AT_MOST = 1 << 20;
/** Small units share one memory of this many octets: making a memory for each costs more than all the rest. */
const SLAB_OCTETS = 1 << 15;
const NOTHING = new Uint8Array(0);

/**
 * The octets of one unit (an element header, or an element that is read whole) whose end has not been delivered yet.
 *
 * Only what spans chunks ever comes here, and it is copied once: the buffer is as large as the unit where that is
 * modest, and doubles beyond. Octets that were handed out are never written again, so views of them stay good.
 */
export class PendingOctets {
  #slab: Uint8Array = NOTHING;
  #start = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The first octet, where there is one. */
  get first(): number {
    return this.#slab[this.#start] ?? 0;
  }

  /** Adds octets of `chunk` from `start` until the unit has `unitLength` octets or the chunk ends; returns how many. */
  append(chunk: Uint8Array, start: number, unitLength: number): number {
    const count = Math.min(unitLength - this.#length, chunk.length - start);
    if (this.#start + this.#length + count > this.#slab.length) this.#reserve(this.#length + count, unitLength);
    const at = this.#start + this.#length;
    const slab = this.#slab;
    if (count < 32) for (let index = 0; index < count; index++) slab[at + index] = chunk[start + index] ?? 0;
    else slab.set(chunk.subarray(start, start + count), at);
    this.#length += count;
    return count;
  }

  /** The octets so far, as a view of the buffer, which the caller owns from now on. */
  takeAll(): Uint8Array {
    const octets = this.#slab.subarray(this.#start, this.#start + this.#length);
    this.#start += this.#length;
    this.#length = 0;
    return octets;
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(needed: number, unitLength: number): void {
    const capacity = Math.max(needed, SLAB_OCTETS, Math.min(unitLength, Math.max(RESERVE_AT_MOST, 2 * this.#length)));
    const larger = new Uint8Array(capacity);
    larger.set(this.#slab.subarray(this.#start, this.#start + this.#length));
    this.#slab = larger;
    this.#start = 0;
  }
}
