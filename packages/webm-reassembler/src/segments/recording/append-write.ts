import { concatOctets } from '../../octets/numbers.js';
import type { RecordingAppend } from './recording-write.js';

/** Octets for the end of a file, in pieces; joined only for who asks for them as one. */
export class AppendWrite implements RecordingAppend {
  readonly kind = 'append';
  readonly part: number;
  readonly position: number;
  readonly #length: number;
  #pieces: readonly Uint8Array[];

  constructor(part: number, position: number, pieces: readonly Uint8Array[]) {
    this.part = part;
    this.position = position;
    this.#pieces = pieces;
    this.#length = pieces.reduce((sum, { length }) => sum + length, 0);
  }

  get length(): number {
    return this.#length;
  }

  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }

  get octets(): Uint8Array {
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const octets = concatOctets(this.#pieces);
    this.#pieces = [octets];
    return octets;
  }
}
