import { concatOctets, unsignedWidth, writeUnsigned } from '../octets/numbers.js';
import type { ElementView } from './element-tree.js';
import { vintWidthFor, writeVint } from './vint.js';

/** An Element Data Size of 8 octets that says "unknown" (RFC 8794, section 6.2): what every live muxer writes. */
export const UNKNOWN_SIZE_OCTETS: readonly number[] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/** An element with its shortest header. */
export function element(id: number, body: Uint8Array): Uint8Array {
  const size = new Uint8Array(vintWidthFor(body.length));
  writeVint(size, 0, body.length, size.length);
  return concatOctets([unsigned(id), size, body]);
}

/** Elements that were read, written anew one behind the other. */
export function elementsFrom(views: readonly ElementView[]): Uint8Array {
  return concatOctets(views.map(({ id, body }) => element(id, body)));
}

/** A master element with these children. */
export function masterElement(id: number, children: readonly Uint8Array[]): Uint8Array {
  return element(id, concatOctets(children));
}

/** An element that holds an unsigned integer, as short as it can be. */
export function unsignedElement(id: number, value: number): Uint8Array {
  return element(id, unsigned(value));
}

/** An element that holds a 64-bit float. */
export function floatElement(id: number, value: number): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setFloat64(0, value);
  return element(id, body);
}

/** An element that holds ASCII text. */
export function textElement(id: number, text: string): Uint8Array {
  return element(
    id,
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
  );
}

/** The header of a master element of unknown size. */
export function unknownSizedHeader(id: number): Uint8Array {
  return concatOctets([unsigned(id), Uint8Array.from(UNKNOWN_SIZE_OCTETS)]);
}

function unsigned(value: number): Uint8Array {
  const octets = new Uint8Array(unsignedWidth(value));
  writeUnsigned(octets, 0, value, octets.length);
  return octets;
}
