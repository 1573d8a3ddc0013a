/*
 * What video frames say of the frames before them. Timestamps cannot tell a lost frame from one that was never made: a
 * canvas that nobody painted, a tab that was throttled. These can:
 *
 * - H.264 numbers its frames (frame_num). A step over a number is a loss, unless the parameter sets allow for it.
 * - Chromium's ReferenceBlock, written for each frame of a canvas, holds the time of the frame before: not a distance, as
 *   RFC 9559 (section 5.1.3.5.5) has it, but the time itself. It is believed once it has held for some frames in a row.
 *
 * VP8 and VP9 in SimpleBlocks say nothing, and Chromium's AV1 leaves out the numbers that it might have (order_hint).
 */
import { H264FrameNumbers } from '../codecs/h264-frame-numbers.js';
import { readElementHeader, type ElementHeader } from '../elements/element-header.js';
import * as ID from '../elements/matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';
import type { SourceTrack } from './source-track.js';
import type { TimedBlock } from './timed-block.js';

/** Follows the frames of a video track. */
export interface FrameChain {
  /** Takes the next frame; `true` where it says that frames before it are missing. */
  isBrokenBy(block: TimedBlock): boolean;
}

export function frameChainFor(source: SourceTrack): FrameChain {
  const { codecId, codecPrivate } = source.entry.track;
  const isAnnexB = codecId === 'V_MPEG4/ISO/AVC' && codecPrivate === undefined && !source.isEncoded;
  return isAnnexB ? new NumberedFrames() : new ReferencedFrames();
}

class NumberedFrames implements FrameChain {
  readonly #numbers = new H264FrameNumbers();

  isBrokenBy(block: TimedBlock): boolean {
    return this.#numbers.stepOver(block.payload);
  }
}

/** Frames that must have named the one before them until a frame that does not is believed. */
const FEWEST_NAMED = 3;

class ReferencedFrames implements FrameChain {
  #lastTicks = -1;
  #named = 0;

  isBrokenBy(block: TimedBlock): boolean {
    const lastTicks = this.#lastTicks;
    this.#lastTicks = block.recorderTicks;
    if (block.keyframe) return false;
    const named = block.elementId === ID.BlockGroup ? referencedTicks(block) : undefined;
    if (named === lastTicks) {
      this.#named++;
      return false;
    }
    // A missing frame lies between the two. Any other time is of another base: a restart that was joined to what was before.
    const isBetween = named !== undefined && named > lastTicks && named < block.recorderTicks;
    const isBroken = isBetween && this.#named >= FEWEST_NAMED;
    if (!isBroken) this.#named = 0;
    return isBroken;
  }
}

const child: ElementHeader = { id: 0, size: 0, need: 0 };

/** The value of a BlockGroup's ReferenceBlock. Chromium writes it without room for a sign, so it is read without one. */
function referencedTicks({ octets, bodyStart, bodyEnd }: TimedBlock): number | undefined {
  for (let at = bodyStart; at < bodyEnd;) {
    const headerLength = readElementHeader(octets, at, bodyEnd, child);
    if (headerLength <= 0) return undefined;
    const start = at + headerLength;
    at = start + child.size;
    if (child.id === ID.ReferenceBlock) return readUnsigned(octets, start, at);
  }
  return undefined;
}
