import { readVint, UNKNOWN_SIZE, type ElementHeader } from '../elements/element-header.js';

/** Bits 0x06 of a Block's flags (RFC 9559, section 10.2). */
export const NO_LACING = 0;
export const XIPH_LACING = 2;
export const FIXED_SIZE_LACING = 4;
export const EBML_LACING = 6;

/** Where a frame lies: offsets into the octets that hold the Block. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The frames of a Block (RFC 9559, section 10.3).
 *
 * @param start - offset behind the Block's header
 * @returns `undefined` when the sizes do not fit the Block
 */
export function readLacedFrames(
  octets: Uint8Array,
  start: number,
  end: number,
  lacing: number,
): readonly FrameRange[] | undefined {
  if (lacing === NO_LACING) return [{ start, end }];
  const sizes = start < end ? readFrameSizes(octets, start, end, lacing) : undefined;
  if (sizes === undefined) return undefined;
  const ranges: FrameRange[] = [];
  let at = sizes.framesAt;
  for (const size of sizes.butLast) ranges.push({ start: at, end: (at += size) });
  if (at > end) return undefined;
  ranges.push({ start: at, end });
  return ranges;
}

interface FrameSizes {
  readonly butLast: readonly number[];
  readonly framesAt: number;
}

const vint: ElementHeader = { id: 0, size: 0, need: 0 };

function readFrameSizes(octets: Uint8Array, start: number, end: number, lacing: number): FrameSizes | undefined {
  const count = (octets[start] ?? 0) + 1;
  const butLast: number[] = [];
  let at = start + 1;
  for (let size = 0; butLast.length < count - 1; butLast.push(size)) {
    if (lacing === FIXED_SIZE_LACING) {
      // RFC 9559, section 10.3.4
      size = (end - at) / count;
      if (!Number.isInteger(size)) return undefined;
    } else if (lacing === XIPH_LACING) {
      // RFC 9559, section 10.3.2: each size is a run of 255s and a rest.
      size = 0;
      for (let octet = 255; octet === 255; size += octet) {
        if (at >= end) return undefined;
        octet = octets[at++] ?? 0;
      }
    } else {
      // RFC 9559, section 10.3.3: the first size is a VINT, each further one a signed difference to the one before.
      const width = readVint(octets, at, end, 0, vint);
      if (width <= 0 || vint.size === UNKNOWN_SIZE) return undefined;
      size = butLast.length === 0 ? vint.size : size + vint.size - (2 ** (7 * width - 1) - 1);
      if (size < 0) return undefined;
      at += width;
    }
  }
  return { butLast, framesAt: at };
}
