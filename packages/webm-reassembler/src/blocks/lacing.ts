import { readVint } from '../elements/vint.js';

/** Bits 0x06 of a Block's flags (RFC 9559, section 10.2). */
export const Lacing = { None: 0, Xiph: 2, FixedSize: 4, Ebml: 6 } as const;

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
  if (lacing === Lacing.None) return [{ start, end }];
  if (start >= end) return undefined;
  const count = (octets[start] ?? 0) + 1;
  const sizes = frameSizes(octets, start + 1, end, lacing, count);
  if (sizes === undefined) return undefined;
  const ranges: FrameRange[] = [];
  let at = sizes.framesAt;
  for (const size of sizes.butLast) {
    ranges.push({ start: at, end: at + size });
    at += size;
  }
  if (at > end) return undefined;
  ranges.push({ start: at, end });
  return ranges;
}

interface FrameSizes {
  readonly butLast: readonly number[];
  readonly framesAt: number;
}

function frameSizes(
  octets: Uint8Array,
  at: number,
  end: number,
  lacing: number,
  count: number,
): FrameSizes | undefined {
  switch (lacing) {
    case Lacing.FixedSize:
      return fixedSizes(at, end, count);
    case Lacing.Xiph:
      return xiphSizes(octets, at, end, count);
    default:
      return ebmlSizes(octets, at, end, count);
  }
}

/** RFC 9559, section 10.3.4. */
function fixedSizes(at: number, end: number, count: number): FrameSizes | undefined {
  const size = (end - at) / count;
  return Number.isInteger(size) ? { butLast: Array<number>(count - 1).fill(size), framesAt: at } : undefined;
}

/** RFC 9559, section 10.3.2: each size is a run of 255s and a rest. */
function xiphSizes(octets: Uint8Array, start: number, end: number, count: number): FrameSizes | undefined {
  const butLast: number[] = [];
  let at = start;
  while (butLast.length < count - 1) {
    let size = 0;
    let octet = 255;
    while (octet === 255) {
      if (at >= end) return undefined;
      octet = octets[at++] ?? 0;
      size += octet;
    }
    butLast.push(size);
  }
  return { butLast, framesAt: at };
}

/** RFC 9559, section 10.3.3: the first size is a VINT, each further one a signed difference to the one before. */
function ebmlSizes(octets: Uint8Array, start: number, end: number, count: number): FrameSizes | undefined {
  const butLast: number[] = [];
  let at = start;
  let size = 0;
  while (butLast.length < count - 1) {
    const read = readVint(octets, at, end);
    if (read.kind !== 'value') return undefined;
    size = butLast.length === 0 ? read.value : size + read.value - (2 ** (7 * read.width - 1) - 1);
    if (size < 0) return undefined;
    butLast.push(size);
    at += read.width;
  }
  return { butLast, framesAt: at };
}
