import { START_OCTETS } from '../elements/element-sink.js';
import * as ID from '../elements/matroska-ids.js';
import { mayBeBlockGroup, readBlockGroup, type BlockGroup } from './block-group.js';
import { readBlockHeader, type BlockHeader } from './block-header.js';
import { EBML_LACING, NO_LACING, readLacedFrames, type FrameRange } from './lacing.js';

/** Bit 0x80 of a SimpleBlock's flags: no other frame is needed (RFC 9559, section 10.2). */
const FLAG_KEYFRAME = 0x80;

/** Finds the Block in an element that carries one. One object is used again for every block: this is the hot loop. */
export class LocatedBlock implements BlockGroup {
  readonly header: BlockHeader = { trackNumber: 0, trackNumberWidth: 0, relativeTicks: 0, flags: 0, payloadStart: 0 };
  /** The Block itself, without what else a BlockGroup holds. */
  blockStart = 0;
  blockEnd = 0;
  /** Whether the container says that no other frame is needed. */
  isFlagged = false;
  hasAdditions = false;
  /** BlockDuration in ticks, or -1. */
  durationTicks = -1;

  get lacing(): number {
    return this.header.flags & EBML_LACING;
  }

  /** Whether the first octets of an element's body may be what its ID says; reads a SimpleBlock's header. */
  mayStart(id: number, octets: Uint8Array, start: number, end: number): boolean {
    if (id === ID.BlockGroup) return mayBeBlockGroup(octets, start, end);
    return readBlockHeader(octets, start, end, this.header);
  }

  /** Whether the body of a SimpleBlock or BlockGroup holds one Block; if so, this tells where and what. */
  locate(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): boolean {
    if (!this.mayStart(id, octets, bodyStart, Math.min(bodyEnd, bodyStart + START_OCTETS))) return false;
    if (id === ID.BlockGroup) {
      return (
        readBlockGroup(octets, bodyStart, bodyEnd, this) &&
        readBlockHeader(octets, this.blockStart, this.blockEnd, this.header)
      );
    }
    this.blockStart = bodyStart;
    this.blockEnd = bodyEnd;
    this.isFlagged = (this.header.flags & FLAG_KEYFRAME) !== 0;
    this.hasAdditions = false;
    this.durationTicks = -1;
    return true;
  }

  /** Whether the located Block's frames fill it as its lacing says. */
  isSoundlyLaced(octets: Uint8Array): boolean {
    return this.lacing === NO_LACING || this.frames(octets) !== undefined;
  }

  /** Where its frames lie; `undefined` when their sizes do not fit the Block. */
  frames(octets: Uint8Array): readonly FrameRange[] | undefined {
    return readLacedFrames(octets, this.header.payloadStart, this.blockEnd, this.lacing);
  }
}
