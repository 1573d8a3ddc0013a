import { MALFORMED, NEED_MORE, readElementHeader, type ElementHeader } from './element-header.js';
import { isNamed } from './element-ids.js';

/** What a look for the header of a known element came to; a positive number says how many octets the look needs. */
export const IS_NAMED = 0;
const NOT_NAMED = -1;

const header: ElementHeader = { id: 0, size: 0, need: 0 };

/** Whether an element that this library has a name for may start at `at`. */
export function readNamedHeader(octets: Uint8Array, at: number, end: number): number {
  const read = readElementHeader(octets, at, end, header);
  if (read === NEED_MORE) return header.need;
  return read !== MALFORMED && isNamed(header.id) ? IS_NAMED : NOT_NAMED;
}
