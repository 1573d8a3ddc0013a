import { concatOctets, unsignedWidth, writeUnsigned } from '../octets/numbers.js';
import { vintWidthFor, writeVint } from './vint.js';

/** An Element Data Size of 8 octets that says "unknown" (RFC 8794, section 6.2): what every live muxer writes. */
export const UNKNOWN_SIZE_OCTETS: readonly number[] = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/** An element with its shortest header. */
export function element(id: number, body: Uint8Array): Uint8Array {
  const idWidth = unsignedWidth(id);
  const sizeWidth = vintWidthFor(body.length);
  const octets = new Uint8Array(idWidth + sizeWidth + body.length);
  let at = writeUnsigned(octets, 0, id, idWidth);
  at = writeVint(octets, at, body.length, sizeWidth);
  octets.set(body, at);
  return octets;
}

/** A master element with these children. */
export function masterElement(id: number, children: readonly Uint8Array[]): Uint8Array {
  return element(id, concatOctets(children));
}

/** An element that holds an unsigned integer, as short as it can be. */
export function unsignedElement(id: number, value: number): Uint8Array {
  const body = new Uint8Array(unsignedWidth(value));
  writeUnsigned(body, 0, value, body.length);
  return element(id, body);
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
  const idWidth = unsignedWidth(id);
  const octets = new Uint8Array(idWidth + UNKNOWN_SIZE_OCTETS.length);
  writeUnsigned(octets, 0, id, idWidth);
  octets.set(UNKNOWN_SIZE_OCTETS, idWidth);
  return octets;
}
