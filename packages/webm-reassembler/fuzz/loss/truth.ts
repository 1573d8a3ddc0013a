/* What an undamaged recording holds, to compare with what comes out when parts of it are lost. */
import { Reassembler, type Block } from '../../src/index.js';
import { loadFixture, wholeOf } from '../../test/support/recordings.js';
import { equal } from '../promises.js';

export interface TrueFrame {
  /** Where its payload begins in the whole recording. */
  readonly offset: number;
  readonly timestampMs: number;
  readonly recorderTimestampMs: number;
  readonly isVideo: boolean;
  readonly keyframe: boolean;
  readonly payload: Uint8Array;
  /** Its place among the frames of its type. */
  readonly index: number;
}

export class Recording {
  readonly whole: Uint8Array;
  readonly chunkLengths: readonly number[];
  readonly frames: readonly TrueFrame[];
  readonly hasVideo: boolean;
  readonly hasSound: boolean;
  readonly #byKey = new Map<string, TrueFrame[]>();

  constructor(readonly name: string) {
    const fixture = loadFixture(name);
    this.whole = wholeOf(fixture);
    this.chunkLengths = fixture.chunks.map(({ length }) => length);
    this.frames = this.#readFrames();
    this.hasVideo = this.frames.some(({ isVideo }) => isVideo);
    this.hasSound = this.frames.some(({ isVideo }) => !isVideo);
  }

  /**
   * The frame of the recording that this block is, octet for octet; `undefined` where it was altered. Of frames that are
   * equal (silence is), the first behind `offset`.
   */
  frameOf(block: Block, offset: number): TrueFrame | undefined {
    const equals = (this.#byKey.get(keyOf(block)) ?? []).filter(({ payload }) => equal(payload, block.payload));
    return equals.find((frame) => frame.offset > offset) ?? equals[0];
  }

  /** Offset of the first frame from `offset` on at which all that was lost before is forgotten. */
  nextFreshStart(offset: number): number {
    const after = this.frames.filter((frame) => frame.offset >= offset);
    if (this.hasVideo) return after.find(({ isVideo, keyframe }) => isVideo && keyframe)?.offset ?? Infinity;
    const [first] = after;
    return (
      after.find(({ timestampMs }) => first !== undefined && timestampMs > first.timestampMs + 1000)?.offset ?? Infinity
    );
  }

  #readFrames(): readonly TrueFrame[] {
    const reassembler = new Reassembler();
    const outputs = [...reassembler.feed(this.whole), ...reassembler.end()];
    const counts = { video: 0, other: 0 };
    return outputs.flatMap((output) => {
      if (output.kind !== 'media-segment') return [];
      return output.blocks.map((block) => {
        const isVideo = block.track.type === 'video';
        const frame: TrueFrame = {
          offset: block.payload.byteOffset - this.whole.byteOffset,
          timestampMs: block.timestampMs,
          recorderTimestampMs: block.recorderTimestampMs,
          isVideo,
          keyframe: block.keyframe,
          payload: block.payload,
          index: isVideo ? counts.video++ : counts.other++,
        };
        const key = keyOf(block);
        this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), frame]);
        return frame;
      });
    });
  }
}

function keyOf({ track, payload }: Block): string {
  return `${track.type} ${payload.length} ${payload[payload.length >> 1] ?? 0}`;
}
