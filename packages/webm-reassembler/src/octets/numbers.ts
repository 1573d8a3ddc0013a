/**
 * A big-endian unsigned integer of 0 to 8 octets (RFC 8794, section 7.2; no octets mean 0). Exact up to 2^53, which is
 * 285 years in nanoseconds; beyond that the nearest double.
 */
export function readUnsigned(octets: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + (octets[at] ?? 0);
  return value;
}

/** A big-endian IEEE 754 float of 4 or 8 octets (RFC 8794, section 7.3); `undefined` for any other width but 0, which means 0. */
export function readFloat(octets: Uint8Array, start: number, end: number): number | undefined {
  const view = new DataView(octets.buffer, octets.byteOffset + start, end - start);
  switch (end - start) {
    case 0:
      return 0;
    case 4:
      return view.getFloat32(0);
    case 8:
      return view.getFloat64(0);
    default:
      return undefined;
  }
}

/** ASCII or UTF-8 text up to the first zero octet (RFC 8794, sections 7.4 and 7.5), read as Latin-1: enough for codec IDs. */
export function readText(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (octet === 0) break;
    text += String.fromCharCode(octet);
  }
  return text;
}

/** How many octets an unsigned integer takes, at least 1. */
export function unsignedWidth(value: number): number {
  if (value < 0x100) return 1;
  if (value < 0x10000) return 2;
  let width = 3;
  for (let limit = 0x1000000; value >= limit; limit *= 0x100) width++;
  return width;
}

/** Writes a big-endian unsigned integer of `width` octets at `at`; returns the offset behind it. */
export function writeUnsigned(octets: Uint8Array, at: number, value: number, width: number): number {
  let low = value >>> 0; // the 32 low bits, by whole numbers: divisions are slow
  const lowStart = Math.max(at, at + width - 4);
  for (let index = at + width - 1; index >= lowStart; index--) {
    octets[index] = low;
    low >>>= 8;
  }
  let high = width > 4 ? Math.floor(value / 2 ** 32) : 0;
  for (let index = lowStart - 1; index >= at; index--) {
    octets[index] = high % 256;
    high = Math.floor(high / 256);
  }
  return at + width;
}

/** Joins octets into one array. */
export function concatOctets(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two arrays hold the same octets. */
export function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index]);
}
