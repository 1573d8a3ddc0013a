import { vintWidth } from './vint.js';

/** Size of an element that says "until something ends me" (RFC 8794, section 6.2). */
export const UNKNOWN_SIZE = -1;

/** Longest Element ID that Matroska uses (EBMLMaxIDLength 4). */
const MAX_ID_OCTETS = 4;

/**
 * Where {@link readElementHeader} leaves what it read. One object is used again for every header: this is the hot loop,
 * where an object for each result costs more than the reading.
 */
export interface ElementHeader {
  id: number;
  /** Element Data Size in octets, or {@link UNKNOWN_SIZE}. */
  size: number;
  /** After {@link NEED_MORE}: octets from the header's start without which nothing more can be said. */
  need: number;
}

/** What reading a header came to; any larger number is the header's length in octets. */
export const NEED_MORE = 0;
export const MALFORMED = -1;

/** Reads the Element ID and Element Data Size that start at `at` (RFC 8794, sections 5 and 6). */
export function readElementHeader(octets: Uint8Array, at: number, end: number, header: ElementHeader): number {
  if (at >= end) return needMore(header, 1);
  const first = octets[at] ?? 0;
  const idWidth = vintWidth(first);
  if (idWidth > MAX_ID_OCTETS) return MALFORMED;
  const sizeAt = at + idWidth;
  if (sizeAt >= end) return needMore(header, idWidth + 1);
  let id = first;
  for (let index = at + 1; index < sizeAt; index++) id = id * 256 + (octets[index] ?? 0);
  header.id = id;
  return readVint(octets, sizeAt, end, idWidth, header);
}

/**
 * Reads the VINT at `at` into `size`: an Element Data Size, behind an ID of `idWidth` octets, or another number that is
 * written like one. There is at least one octet, or the octets end. Answers as {@link readElementHeader} does. All value bits
 * set to one mean an unknown size, in each of the eight widths (RFC 8794, section 6.2).
 */
export function readVint(octets: Uint8Array, at: number, end: number, idWidth: number, header: ElementHeader): number {
  const first = octets[at] ?? 0;
  const width = vintWidth(first);
  if (width > 8) return MALFORMED;
  if (at + width > end) return needMore(header, idWidth + width);
  header.size = sizeFrom(octets, at, width, first);
  return idWidth + width;
}

function sizeFrom(octets: Uint8Array, sizeAt: number, width: number, first: number): number {
  const mask = (1 << (8 - width)) - 1;
  let size = first & mask;
  let ones = size === mask;
  for (let index = sizeAt + 1; index < sizeAt + width; index++) {
    const octet = octets[index] ?? 0;
    ones &&= octet === 0xff;
    size = size * 256 + octet;
  }
  return ones ? UNKNOWN_SIZE : size;
}

function needMore(header: ElementHeader, octets: number): number {
  header.need = octets;
  return NEED_MORE;
}
