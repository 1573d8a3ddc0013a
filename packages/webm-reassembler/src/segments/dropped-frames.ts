import type { TimedBlock } from '../blocks/timed-block.js';
import type { UntoldGap } from './outputs.js';

/** Counts video frames that were read but cannot be decoded, until a keyframe ends the row: then one gap tells of them all. */
export class DroppedFrames {
  #code: 'no-keyframe-yet' | 'lost-reference' = 'no-keyframe-yet';
  #count = 0;
  #startMs = 0;
  #lastMs = 0;
  #startOctet = 0;
  #lastOctet = 0;

  add(block: TimedBlock): void {
    const { timestampMs, offset } = block;
    if (this.#count === 0) {
      this.#code = block.source.hasLostReference ? 'lost-reference' : 'no-keyframe-yet';
      this.#startMs = timestampMs;
      this.#startOctet = offset;
    }
    this.#count++;
    this.#lastMs = timestampMs;
    this.#lastOctet = offset + block.bodyEnd - block.bodyStart;
  }

  /** The gap that tells of the frames dropped since the last call, if any. @param keyframe - what ended the row */
  take(keyframe: TimedBlock | undefined): UntoldGap | undefined {
    if (this.#count === 0) return undefined;
    const droppedBlocks = this.#count;
    this.#count = 0;
    return {
      kind: 'gap',
      code: this.#code,
      startOctet: this.#startOctet,
      endOctet: keyframe?.offset ?? this.#lastOctet,
      startMs: Math.min(this.#startMs, keyframe?.timestampMs ?? this.#lastMs),
      endMs: keyframe?.timestampMs ?? this.#lastMs,
      droppedBlocks,
    };
  }
}
