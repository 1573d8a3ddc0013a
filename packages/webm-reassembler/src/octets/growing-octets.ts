/** Octets that are written one behind the other, in a buffer that doubles: each is copied once or twice, never more. */
export class GrowingOctets {
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room for `octets` more at once, where they are known to come. */
  reserve(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#length));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }

  append(octets: Uint8Array): void {
    this.reserve(octets.length);
    this.#buffer.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** Writes `octets` over what stands at `position`. */
  overwrite(position: number, octets: Uint8Array): void {
    this.#buffer.set(octets, position);
  }

  /** Hands over what was written, as a view of the buffer, and goes on behind it. */
  take(): Uint8Array<ArrayBuffer> {
    const octets = this.#buffer.subarray(0, this.#length);
    this.#buffer = this.#buffer.subarray(this.#length);
    this.#length = 0;
    return octets;
  }
}
