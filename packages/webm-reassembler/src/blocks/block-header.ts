import { readVint, vintWidth } from '../elements/vint.js';
import { Lacing, readLacedFrames } from './lacing.js';

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

/** Reads a Block's header; `false` when the octets end before it does, or it cannot be one. */
export function readBlockHeader(octets: Uint8Array, start: number, end: number, header: BlockHeader): boolean {
  const first = octets[start] ?? 0;
  if (start < end && first > 0x80) {
    header.trackNumber = first & 0x7f;
    header.trackNumberWidth = 1;
  } else {
    const read = readVint(octets, start, end);
    if (read.kind !== 'value' || read.value === 0) return false;
    header.trackNumber = read.value;
    header.trackNumberWidth = vintWidth(first);
  }
  const at = start + header.trackNumberWidth;
  if (at + 3 > end) return false;
  header.relativeTicks = (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16)) >> 16;
  header.flags = octets[at + 2] ?? 0;
  header.payloadStart = at + 3;
  return true;
}

/** Whether the frames of a Block fill it as its lacing says. */
export function hasSoundLacing(octets: Uint8Array, header: BlockHeader, end: number): boolean {
  const lacing = header.flags & Lacing.Ebml;
  return lacing === Lacing.None || readLacedFrames(octets, header.payloadStart, end, lacing) !== undefined;
}
