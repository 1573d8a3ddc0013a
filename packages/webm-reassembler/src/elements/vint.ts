import { writeUnsigned } from '../octets/numbers.js';

/** What reading a VINT can come to. Running out of octets is not a failure. */
export type VintRead =
  | { readonly kind: 'value'; readonly value: number; readonly width: number }
  | { readonly kind: 'unknown-size'; readonly width: number }
  | { readonly kind: 'need-more'; readonly octets: number }
  | { readonly kind: 'malformed' };

/** RFC 8794, section 4.1: the width is the number of leading zero bits plus one; 9 means that the octet is 0. */
export function vintWidth(firstOctet: number): number {
  return Math.clz32(firstOctet) - 23;
}

/**
 * Reads an Element Data Size or a track number (RFC 8794, sections 4 and 6). All value bits set to one mean an unknown
 * size, in each of the eight widths.
 *
 * @param end - offset behind the last octet that may be read
 */
export function readVint(octets: Uint8Array, at: number, end: number): VintRead {
  if (at >= end) return { kind: 'need-more', octets: 1 };
  const first = octets[at] ?? 0;
  const width = vintWidth(first);
  if (width > 8) return { kind: 'malformed' };
  if (at + width > end) return { kind: 'need-more', octets: width };
  const marker = 1 << (8 - width);
  let value = first & (marker - 1);
  let ones = value === marker - 1;
  for (let index = at + 1; index < at + width; index++) {
    const octet = octets[index] ?? 0;
    ones &&= octet === 0xff;
    value = value * 256 + octet;
  }
  return ones ? { kind: 'unknown-size', width } : { kind: 'value', value, width };
}

/** Octets that the shortest VINT for `value` takes; all ones are kept free, they mean an unknown size. */
export function vintWidthFor(value: number): number {
  if (value < 0x7f) return 1;
  if (value < 0x3fff) return 2;
  if (value < 0x1fffff) return 3;
  let width = 4;
  while (width < 8 && value >= 2 ** (7 * width) - 1) width++;
  return width;
}

/** Writes `value` as a VINT of `width` octets at `at`; returns the offset behind it. */
export function writeVint(octets: Uint8Array, at: number, value: number, width: number): number {
  const end = writeUnsigned(octets, at, value, width);
  octets[at] = (octets[at] ?? 0) | (1 << (8 - width));
  return end;
}
