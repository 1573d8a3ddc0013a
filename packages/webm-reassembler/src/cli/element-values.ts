import { readChildren } from '../elements/element-tree.js';
import { readFloat, readUnsigned } from '../octets/numbers.js';
import { elementName, hexId } from './element-names.js';

/** An element of a header with what it says. */
export interface DescribedElement {
  readonly name: string;
  /** Digits of the Element ID. */
  readonly id: string;
  /** Octets of its data. */
  readonly octets: number;
  /** Absent for masters, and where the data is damaged. */
  readonly value?: string | number;
  /** Of a master. */
  readonly children?: readonly DescribedElement[];
}

/** Octets of binary data that are shown. */
const SHOWN_OCTETS = 16;

/** Says what an element of a header holds, its children included. Void and CRC-32 are left out. */
export function describeElement(id: number, body: Uint8Array): DescribedElement {
  const { name, type } = elementName(id);
  const element = { name, id: hexId(id), octets: body.length };
  if (type === 'master') {
    const children = readChildren(body)?.map((child) => describeElement(child.id, child.body));
    return children === undefined ? element : { ...element, children };
  }
  const value = valueOf(type, body);
  return value === undefined ? element : { ...element, value };
}

function valueOf(
  type: 'unsigned' | 'signed' | 'float' | 'text' | 'date' | 'binary',
  body: Uint8Array,
): string | number | undefined {
  switch (type) {
    case 'unsigned':
      return unsignedValue(body);
    case 'signed':
      return body.length > 8 ? undefined : Number(BigInt.asIntN(8 * body.length, bigUnsigned(body)));
    case 'float':
      return readFloat(body, 0, body.length);
    case 'text':
      return new TextDecoder().decode(body).replace(/\0.*$/s, '');
    case 'date':
      return body.length === 8 ? dateValue(body) : undefined;
    case 'binary':
      return hexOctets(body);
    default:
      return type satisfies never;
  }
}

/** Numbers that a double cannot say exactly, such as a TrackUID, are given as text. */
function unsignedValue(body: Uint8Array): string | number | undefined {
  if (body.length > 8) return undefined;
  const value = readUnsigned(body, 0, body.length);
  return Number.isSafeInteger(value) ? value : bigUnsigned(body).toString();
}

function bigUnsigned(body: Uint8Array): bigint {
  return body.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

/** RFC 8794, section 7.6: nanoseconds since the start of 2001. */
function dateValue(body: Uint8Array): string | undefined {
  const ns = BigInt.asIntN(64, bigUnsigned(body));
  const date = new Date(Date.UTC(2001, 0, 1) + Number(ns / 1_000_000n));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function hexOctets(body: Uint8Array): string {
  const shown = Array.from(body.subarray(0, SHOWN_OCTETS), (octet) => octet.toString(16).padStart(2, '0')).join('');
  return body.length > SHOWN_OCTETS ? `${shown}...` : shown;
}
