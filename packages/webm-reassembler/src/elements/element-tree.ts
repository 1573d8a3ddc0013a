import { readElementHeader, UNKNOWN_SIZE, type ElementHeader } from './element-header.js';
import * as ID from './matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';

/** An element within octets that are all there: a view, nothing is copied. */
export interface ElementView {
  readonly id: number;
  /** Octets of the element's data. */
  readonly body: Uint8Array;
}

/**
 * The children of a master element of known size, in order, without Void and CRC-32 (they are valid anywhere and say
 * nothing about their parent once it is written anew).
 *
 * @returns `undefined` when the children do not fill the body exactly: it is damaged
 */
export function readChildren(body: Uint8Array): readonly ElementView[] | undefined {
  const header: ElementHeader = { id: 0, size: 0, need: 0 };
  const children: ElementView[] = [];
  for (let at = 0; at < body.length;) {
    const headerLength = readElementHeader(body, at, body.length, header);
    if (headerLength <= 0 || header.size === UNKNOWN_SIZE) return undefined;
    const start = at + headerLength;
    const end = start + header.size;
    if (end > body.length) return undefined;
    if (header.id !== ID.Void && header.id !== ID.CRC32)
      children.push({ id: header.id, body: body.subarray(start, end) });
    at = end;
  }
  return children;
}

/** The first child with this ID. */
export function childOf(children: readonly ElementView[], id: number): ElementView | undefined {
  return children.find((child) => child.id === id);
}

/** What the first child with this ID says, which is an unsigned integer. */
export function unsignedChild(children: readonly ElementView[], id: number): number | undefined {
  const child = childOf(children, id);
  return child && readUnsigned(child.body, 0, child.body.length);
}
