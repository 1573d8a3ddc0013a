/** Octets up to here are copied; larger ones stay views, since copying them costs more than a piece more. */
const LARGEST_COPY = 1024;
/** Small pieces share one memory of this many octets. */
const SHARED_OCTETS = 1 << 14;

/**
 * Octets that are put one behind the other without copying what is large: what comes out is a list of pieces, as `writev`
 * takes them.
 */
export class OctetPieces {
  #pieces: Uint8Array[] = [];
  #shared = new Uint8Array(0);
  /** Octets of `#shared` from here to `#end` are not in a piece yet. */
  #start = 0;
  #end = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Puts octets behind what is there. Large ones must not be changed until they are written. */
  append(octets: Uint8Array): void {
    if (octets.length <= LARGEST_COPY) return this.room(octets.length).set(octets);
    this.#close();
    this.#pieces.push(octets);
    this.#length += octets.length;
  }

  /** Makes room for octets that the caller fills in, at the latest before the next {@link OctetPieces.take}. */
  room(octets: number): Uint8Array {
    if (this.#end + octets > this.#shared.length) {
      this.#close();
      this.#shared = new Uint8Array(Math.max(SHARED_OCTETS, octets));
      this.#start = 0;
      this.#end = 0;
    }
    this.#length += octets;
    return this.#shared.subarray(this.#end, (this.#end += octets));
  }

  /** Hands over what was put together, and begins anew. */
  take(): readonly Uint8Array[] {
    this.#close();
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    return pieces;
  }

  #close(): void {
    if (this.#end > this.#start) this.#pieces.push(this.#shared.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}
