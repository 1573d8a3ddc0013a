import { Readable } from 'node:stream';

/**
 * A readable stream that is written to from outside and knows how much waits in it.
 *
 * A `PassThrough` would do the same but for one thing: it cannot say when its reader takes octets on.
 */
export class OctetQueue extends Readable {
  readonly #onTaken: () => void;
  readonly #queue: Uint8Array[] = [];
  #queuedOctets = 0;
  #isWanted = false;
  #isEnded = false;

  /** @param onTaken called each time the reader has asked for more */
  constructor(onTaken: () => void) {
    // Smallest buffer there is, so that `_read` follows the reader's pace.
    super({ highWaterMark: 1 });
    this.#onTaken = onTaken;
  }

  /** Octets that were put in and not given to the reader. */
  get waitingOctets(): number {
    return this.#queuedOctets + this.readableLength;
  }

  /** Puts octets in. They are not copied. */
  put(octets: Uint8Array): void {
    if (octets.length === 0 || this.#isEnded) return;
    this.#queue.push(octets);
    this.#queuedOctets += octets.length;
    if (this.#isWanted) this.#giveNext();
  }

  /** Takes back what was put in and not given to the reader: whole parts, as they were put in. Returns how many. */
  takeBack(): number {
    this.#queuedOctets = 0;
    return this.#queue.splice(0).length;
  }

  /** Nothing more will be put in. */
  endInput(): void {
    this.#isEnded = true;
    if (this.#isWanted) this.#giveNext();
  }

  override _read(): void {
    this.#onTaken();
    this.#giveNext();
  }

  #giveNext(): void {
    const octets = this.#queue.shift();
    this.#isWanted = octets === undefined;
    if (octets !== undefined) {
      this.#queuedOctets -= octets.length;
      this.push(octets);
    } else if (this.#isEnded) {
      this.push(null);
    }
  }
}
