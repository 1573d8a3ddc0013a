import { HeaderRead, readElementHeader, type ElementHeader } from './element-header.js';
import { isNamed } from './element-ids.js';

/** What a look for the header of a known element came to; a positive number says how many octets the look needs. */
export const NamedRead = { Yes: 0, No: -1 } as const;

const header: ElementHeader = { id: 0, size: 0, need: 0 };

/** Whether an element that this library has a name for may start at `at`. */
export function readNamedHeader(octets: Uint8Array, at: number, end: number): number {
  const read = readElementHeader(octets, at, end, header);
  if (read === HeaderRead.NeedMore) return header.need;
  return read !== HeaderRead.Malformed && isNamed(header.id) ? NamedRead.Yes : NamedRead.No;
}
