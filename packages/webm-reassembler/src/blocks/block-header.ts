import { readVint, type ElementHeader } from '../elements/element-header.js';

/**
 * Where {@link readBlockHeader} leaves what it read; one object is used again for every block, this is the hot loop.
 *
 *   [track number VINT][timestamp int16][flags][lacing head ?][frames]     RFC 9559, sections 10.1 and 10.2
 */
export interface BlockHeader {
  trackNumber: number;
  /** Octets of the track number's VINT. */
  trackNumberWidth: number;
  /** Ticks from the Cluster's Timestamp, signed. */
  relativeTicks: number;
  flags: number;
  /** Offset behind the flags. */
  payloadStart: number;
}

const vint: ElementHeader = { id: 0, size: 0, need: 0 };

/** Reads a Block's header; `false` when the octets end before it does, or it cannot be one. */
export function readBlockHeader(octets: Uint8Array, start: number, end: number, header: BlockHeader): boolean {
  const first = octets[start] ?? 0;
  if (start < end && first > 0x80) {
    header.trackNumber = first & 0x7f;
    header.trackNumberWidth = 1;
  } else {
    header.trackNumberWidth = readVint(octets, start, end, 0, vint);
    header.trackNumber = vint.size;
    if (header.trackNumberWidth <= 0 || vint.size <= 0) return false;
  }
  const at = start + header.trackNumberWidth;
  if (at + 3 > end) return false;
  header.relativeTicks = (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16)) >> 16;
  header.flags = octets[at + 2] ?? 0;
  header.payloadStart = at + 3;
  return true;
}
