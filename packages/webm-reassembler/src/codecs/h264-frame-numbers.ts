import { BitReader } from '../octets/bit-reader.js';
import { unsignedExpGolomb } from '../octets/exp-golomb.js';
import {
  annexBUnits,
  NAL_IDR_SLICE,
  NAL_SLICE,
  NAL_SPS,
  nalType,
  readSps,
  withoutEmulationPrevention,
  type FrameNumbering,
} from './h264.js';

/** Octets of a slice in which its header's first fields lie, emulation prevention included. */
const HEADER_OCTETS = 24;

/** Follows frame_num from access unit to access unit (ITU-T H.264, section 7.4.3), in Annex B form. */
export class H264FrameNumbers {
  #numbering: FrameNumbering | undefined;
  /** frame_num of the newest reference picture. */
  #newest: number | undefined;

  /** Takes the next access unit; `true` where its number says that pictures before it are missing. */
  stepOver(frame: Uint8Array): boolean {
    for (const unit of annexBUnits(frame)) {
      const type = nalType(unit);
      if (type === NAL_SPS) this.#numbering = readSps(unit)?.numbering;
      if (type === NAL_IDR_SLICE || type === NAL_SLICE) return this.#take(unit, type === NAL_IDR_SLICE);
    }
    return false;
  }

  #take(slice: Uint8Array, isIdr: boolean): boolean {
    const number = this.#numbering && readFrameNumber(slice, this.#numbering);
    const newest = this.#newest;
    const isReference = ((slice[0] ?? 0) & 0x60) !== 0;
    if (isReference || number === undefined) this.#newest = number;
    if (isIdr || number === undefined || newest === undefined || this.#numbering === undefined) return false;
    // A picture that resets the numbers (memory_management_control_operation 5) is taken for 0.
    const { bits, allowsGaps } = this.#numbering;
    const isNext = number === newest || number === (newest + 1) % 2 ** bits || number <= 1;
    return !isNext && !allowsGaps;
  }
}

/** ITU-T H.264, section 7.3.3: slice_header(), as far as frame_num. */
function readFrameNumber(slice: Uint8Array, { bits, hasColourPlanes }: FrameNumbering): number | undefined {
  const reader = new BitReader(withoutEmulationPrevention(slice.subarray(0, HEADER_OCTETS)), 1);
  unsignedExpGolomb(reader);
  unsignedExpGolomb(reader);
  unsignedExpGolomb(reader);
  if (hasColourPlanes) reader.bits(2);
  const number = reader.bits(bits);
  return reader.isOverrun ? undefined : number;
}
