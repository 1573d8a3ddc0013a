import { MALFORMED, NEED_MORE, readElementHeader, UNKNOWN_SIZE, type ElementHeader } from './element-header.js';
import { join, unknownSize, vint } from '../../test/support/webm.js';

/** What reading the octets came to, and what was left in the header. */
function read(octets: Uint8Array): { readonly length: number; readonly header: ElementHeader } {
  const header: ElementHeader = { id: -7, size: -7, need: -7 };
  return { length: readElementHeader(octets, 0, octets.length, header), header };
}

test.each([
  [0xa3, [0xa3]],
  [0x4282, [0x42, 0x82]],
  [0x2ad7b1, [0x2a, 0xd7, 0xb1]],
  [0x1a45dfa3, [0x1a, 0x45, 0xdf, 0xa3]],
])('the ID %i keeps its marker bits', (id, idOctets) => {
  const { length, header } = read(join(idOctets, [0x85]));
  expect(length).toBe(idOctets.length + 1);
  expect(header).toMatchObject({ id, size: 5 });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a size may be written in %i octets', (width) => {
  const { length, header } = read(join([0xa3], vint(100, width)));
  expect(length).toBe(1 + width);
  expect(header.size).toBe(100);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('the unknown size may be written in %i octets', (width) => {
  const { length, header } = read(join([0x1f, 0x43, 0xb6, 0x75], unknownSize(width)));
  expect(length).toBe(4 + width);
  expect(header.size).toBe(UNKNOWN_SIZE);
});

test.each([
  ['nothing', [], 1],
  ['half an ID', [0x1f, 0x43], 5],
  ['an ID without a size', [0xa3], 2],
  ['an ID and the first octet of a size of 8 octets', [0x1f, 0x43, 0xb6, 0x75, 0x01], 12],
])('of %s more is needed, and the header says how much', (_, octets, need) => {
  const { length, header } = read(Uint8Array.from(octets));
  expect(length).toBe(NEED_MORE);
  expect(header.need).toBe(need);
});

test.each([
  ['an ID of more than four octets', [0x08]],
  ['an ID that begins with a zero octet', [0x00]],
  ['a size that begins with a zero octet', [0xa3, 0x00]],
])('%s is malformed, and that is known from its first octet', (_, octets) => {
  expect(read(Uint8Array.from(octets)).length).toBe(MALFORMED);
});
