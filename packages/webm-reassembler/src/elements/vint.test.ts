import { MALFORMED, NEED_MORE, readVint, UNKNOWN_SIZE } from './element-header.js';
import { vintWidth, vintWidthFor, writeVint } from './vint.js';
import { unknownSize, vint } from '../../test/support/webm.js';

/** What reading a VINT comes to: its width, or why there is none, with its value, or the octets that it needs. */
function read(octets: Uint8Array, at: number, end: number): readonly [number, number] {
  const header = { id: 0, size: 0, need: 0 };
  const width = readVint(octets, at, end, 0, header);
  return [width, width === NEED_MORE ? header.need : header.size];
}

const WIDTHS = [1, 2, 3, 4, 5, 6, 7, 8];

test.each([
  [0x80, 1],
  [0xff, 1],
  [0x40, 2],
  [0x20, 3],
  [0x10, 4],
  [0x08, 5],
  [0x04, 6],
  [0x02, 7],
  [0x01, 8],
  [0x00, 9],
])('the first octet %i makes a VINT %i octets wide', (firstOctet, width) => {
  expect(vintWidth(firstOctet)).toBe(width);
});

test.each([
  ['1000 0010', [0x82], 2],
  ['0100 0000 0000 0010', [0x40, 0x02], 2],
  ['0010 0000 0000 0000 0000 0010', [0x20, 0x00, 0x02], 2],
  ['0001 0000 ... 0000 0010', [0x10, 0x00, 0x00, 0x02], 2],
])('%s is one of the forms that RFC 8794 gives for the value 2', (_, octets, value) => {
  expect(read(Uint8Array.from(octets), 0, octets.length)).toEqual([octets.length, value]);
});

describe.each(WIDTHS)('a VINT of %i octets', (width) => {
  const largest = 2 ** Math.min(7 * width, 53) - 2;

  test('holds 0, 1 and the largest value of its width', () => {
    for (const value of [0, 1, largest]) {
      expect(read(vint(value, width), 0, width)).toEqual([width, value]);
    }
  });

  test('means an unknown size where all its value bits are ones', () => {
    expect(read(unknownSize(width), 0, width)).toEqual([width, UNKNOWN_SIZE]);
  });

  test('needs as many octets as it is wide, whatever the first ones are', () => {
    for (let end = 1; end < width; end++) {
      expect(read(unknownSize(width), 0, end)).toEqual([NEED_MORE, width]);
    }
  });

  test('is written as it is read', () => {
    const octets = new Uint8Array(width + 2).fill(0xee);
    expect(writeVint(octets, 1, largest, width)).toBe(width + 1);
    expect([...octets]).toEqual([0xee, ...vint(largest, width), 0xee]);
  });
});

test('an octet of zero begins no VINT of eight octets or fewer', () => {
  expect(read(Uint8Array.of(0x00, 0xff), 0, 2)).toEqual([MALFORMED, 0]);
});

test.each([
  [0, 1],
  [126, 1],
  [127, 2],
  [16_382, 2],
  [16_383, 3],
  [2 ** 21 - 2, 3],
  [2 ** 21 - 1, 4],
  [2 ** 49 - 2, 7],
  [2 ** 49 - 1, 8],
])('%i takes a VINT of %i octets, since all ones would mean an unknown size', (value, width) => {
  expect(vintWidthFor(value)).toBe(width);
});
