/** Reads bits from the most significant one on, as codec headers are written. Behind the end it reads zeros and says so. */
export class BitReader {
  readonly #octets: Uint8Array;
  #bit: number;

  constructor(octets: Uint8Array, startOctet = 0) {
    this.#octets = octets;
    this.#bit = startOctet * 8;
  }

  /** Whether more bits were asked for than there are: then what was read is not to be trusted. */
  get isOverrun(): boolean {
    return this.#bit > this.#octets.length * 8;
  }

  /** An unsigned number of up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const octet = this.#octets[this.#bit >> 3] ?? 0;
      value = value * 2 + ((octet >> (7 - (this.#bit & 7))) & 1);
      this.#bit++;
    }
    return value;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }
}
