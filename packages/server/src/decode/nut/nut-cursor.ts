/**
 * Reads NUT's numbers one after another.
 *
 * Past the end every read gives 0 and `ranOut` becomes true, so that a header is read in one go and checked once.
 */
export class NutCursor {
  readonly #octets: Uint8Array;
  #position: number;
  #ranOut = false;

  constructor(octets: Uint8Array, position = 0) {
    this.#octets = octets;
    this.#position = position;
  }

  /** Offset of the next octet. */
  get position(): number {
    return this.#position;
  }

  /** Whether something was read that is not there. */
  get ranOut(): boolean {
    return this.#ranOut;
  }

  /** One octet. */
  octet(): number {
    const octet = this.#octets[this.#position];
    if (octet === undefined) {
      this.#ranOut = true;
      return 0;
    }
    this.#position += 1;
    return octet;
  }

  /** NUT's `v`: seven bits an octet, most significant first, the high bit says that more follow. */
  unsigned(): number {
    let value = 0;
    for (;;) {
      const octet = this.octet();
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) return value;
    }
  }

  /** NUT's `s`: 0, 1, -1, 2, -2, ... stored as 0, 1, 2, 3, 4. */
  signed(): number {
    const stored = this.unsigned() + 1;
    return stored % 2 === 1 ? (1 - stored) / 2 : stored / 2;
  }

  /** NUT's `vb`: a length and that many octets, as a view. */
  variableOctets(): Uint8Array {
    return this.octets(this.unsigned());
  }

  /** The next `count` octets, as a view. */
  octets(count: number): Uint8Array {
    if (count > this.#octets.length - this.#position) {
      this.#ranOut = true;
      return this.#octets.subarray(0, 0);
    }
    const start = this.#position;
    this.#position += count;
    return this.#octets.subarray(start, this.#position);
  }
}
