import { gapMessage } from './gap-message.js';
import type { Gap } from './outputs.js';

/** Counts video frames that were read but cannot be decoded, until a keyframe ends the row: then one gap tells of them all. */
export class DroppedFrames {
  #code: 'no-keyframe-yet' | 'lost-reference' = 'no-keyframe-yet';
  #count = 0;
  #startMs = 0;
  #lastMs = 0;
  #octet = 0;

  add(code: 'no-keyframe-yet' | 'lost-reference', timestampMs: number, octet: number): void {
    if (this.#count === 0) {
      this.#code = code;
      this.#startMs = timestampMs;
      this.#octet = octet;
    }
    this.#count++;
    this.#lastMs = timestampMs;
  }

  /** The gap that tells of the frames dropped since the last call, if any. @param endMs - when the keyframe came */
  take(endMs: number | undefined): Gap | undefined {
    if (this.#count === 0) return undefined;
    const droppedBlocks = this.#count;
    this.#count = 0;
    return {
      kind: 'gap',
      code: this.#code,
      message: gapMessage(this.#code),
      startOctet: this.#octet,
      endOctet: this.#octet,
      startMs: this.#startMs,
      endMs: endMs ?? this.#lastMs,
      droppedBlocks,
    };
  }
}
