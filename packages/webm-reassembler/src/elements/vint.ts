import { writeUnsigned } from '../octets/numbers.js';

/** RFC 8794, section 4.1: the width is the number of leading zero bits plus one; 9 means that the octet is 0. */
export function vintWidth(firstOctet: number): number {
  return Math.clz32(firstOctet) - 23;
}

/** Octets that the shortest VINT for `value` takes; all ones are kept free, they mean an unknown size. */
export function vintWidthFor(value: number): number {
  if (value < 0x7f) return 1;
  let width = 2;
  for (let limit = 0x4000; width < 8 && value >= limit - 1; limit *= 0x80) width++;
  return width;
}

/** Writes `value` as a VINT of `width` octets at `at`; returns the offset behind it. */
export function writeVint(octets: Uint8Array, at: number, value: number, width: number): number {
  const end = writeUnsigned(octets, at, value, width);
  octets[at] = (octets[at] ?? 0) | (1 << (8 - width));
  return end;
}
