/**
 * Memory for pictures that is used again. A picture of 640x480 has nearly a megabyte: given to the garbage collector, a few
 * streams make it look through the whole heap every two seconds.
 *
 * Nobody must give anything back. What is given back must not be looked at any more.
 */
export class PixelBuffers {
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #maxFreeOctets: number;
  #freeOctets = 0;

  constructor(maxFreeOctets = DEFAULT_MAX_FREE_OCTETS) {
    this.#maxFreeOctets = maxFreeOctets;
  }

  /** An array with a buffer of its own; what is in it is of no meaning. */
  take(octets: number): Uint8Array<ArrayBuffer> {
    const at = this.#free.findIndex(({ length }) => length === octets);
    const [free] = at === -1 ? [] : this.#free.splice(at, 1);
    if (free === undefined) return new Uint8Array(octets);
    this.#freeOctets -= octets;
    return free;
  }

  /** Takes an array for the next picture of its size; the one that was given back first makes room for it. */
  giveBack(pixels: Uint8Array<ArrayBuffer>): void {
    // One that a worker has taken over is empty here.
    if (pixels.length === 0 || pixels.length !== pixels.buffer.byteLength) return;
    this.#free.push(pixels);
    this.#freeOctets += pixels.length;
    while (this.#freeOctets > this.#maxFreeOctets) this.#freeOctets -= this.#free.shift()?.length ?? this.#freeOctets;
  }
}

/** A few dozen pictures of 640x480. */
const DEFAULT_MAX_FREE_OCTETS = 32 * 1024 * 1024;
