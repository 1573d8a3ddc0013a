import { readBlockHeader, type BlockHeader } from './block-header.js';
import { blockBody, join } from '../../test/support/webm.js';

function read(octets: Uint8Array, start = 0): BlockHeader | undefined {
  const header: BlockHeader = { trackNumber: 0, trackNumberWidth: 0, relativeTicks: 0, flags: 0, payloadStart: 0 };
  return readBlockHeader(octets, start, octets.length, header) ? header : undefined;
}

test('a block header is track number, signed ticks and flags, and the payload begins behind them', () => {
  const header = read(join([0xee], [0x81], [0x01, 0x02], [0x86], [9]), 1);
  expect(header).toEqual({ trackNumber: 1, trackNumberWidth: 1, relativeTicks: 0x0102, flags: 0x86, payloadStart: 5 });
});

test.each([
  [0x7fff, [0x7f, 0xff]],
  [-1, [0xff, 0xff]],
  [-0x8000, [0x80, 0x00]],
])('%i ticks are written as %p', (ticks, octets) => {
  expect(read(join([0x81], octets, [0]))?.relativeTicks).toBe(ticks);
});

test.each([
  [126, [0xfe]],
  [127, [0x40, 0x7f]],
  [1, [0x40, 0x01]],
  [300, [0x20, 0x01, 0x2c]],
])('track number %i may be written as %p', (number, octets) => {
  const header = read(join(octets, [0, 0, 0]));
  expect(header).toMatchObject({ trackNumber: number, trackNumberWidth: octets.length });
});

test.each([
  ['is empty', []],
  ['ends within its track number', [0x40]],
  ['ends within its timestamp', [0x81, 0x00]],
  ['ends before its flags', [0x81, 0x00, 0x00]],
  ['has track number 0', [0x80, 0x00, 0x00, 0x00]],
  ['has a track number that is no VINT', [0x00, 0x00, 0x00, 0x00]],
])('a block that %s is none', (_, octets) => {
  expect(read(Uint8Array.from(octets))).toBeUndefined();
});

test('a block without a payload is a block', () => {
  expect(read(blockBody(1, 0, []))?.payloadStart).toBe(4);
});
