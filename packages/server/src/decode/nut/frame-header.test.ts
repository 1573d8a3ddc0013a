import { readFrameHeader } from './frame-header.js';
import type { FrameCode, MainHeader } from './main-header.js';

const CODED_PTS_AND_SIZE = 0x28;

const plain: FrameCode = {
  flags: 0,
  ptsDelta: 40,
  sizeMultiplier: 1,
  sizeLsb: 9,
  streamId: 0,
  reservedCount: 0,
  elisionIndex: 0,
};

const main: MainHeader = {
  timeBases: [{ numerator: 1, denominator: 1000 }],
  frameCodes: [
    plain,
    { ...plain, flags: CODED_PTS_AND_SIZE, sizeLsb: 0 },
    { ...plain, elisionIndex: 1 },
    { ...plain, flags: 0x1000 | CODED_PTS_AND_SIZE, sizeLsb: 0 },
    { ...plain, streamId: 1 },
  ],
  elisions: [new Uint8Array(0), Uint8Array.of(0xaa, 0xbb)],
};

const context = { lastPts: 1000, ptsLsbBits: 7 };

test.each([
  ['the delta of its code', [0x00], 1040],
  ['its low bits, ahead of the last', [0x01, 0x70, 0x09], 1008], //  1008 = 7 * 128 + 0x70
  ['its low bits, behind the last', [0x01, 0x60, 0x09], 992], //      992 = 7 * 128 + 0x60
  ['its low bits, wrapped around', [0x01, 0x02, 0x09], 1026], //     1026 = 8 * 128 + 2
  ['its full value, above the bias of 2 to the 7th', [0x01, 0xa8, 0x00, 0x09], 5120 - 128],
])('a timestamp is coded by %s', (_how, octets, pts) => {
  expect(readFrameHeader(Uint8Array.from(octets), main, context)).toMatchObject({
    kind: 'frame-header',
    pts,
    payloadOctets: 9,
  });
});

test('coded flags turn those of the table round', () => {
  // 0x28 turned round by 0x20 leaves a coded timestamp and the size of the table, which is 0.
  expect(readFrameHeader(Uint8Array.of(0x03, 0x20, 0x70), main, context)).toMatchObject({
    pts: 1008,
    payloadOctets: 0,
    headerOctets: 3,
  });
});

test('octets that all payloads of a kind begin with are left out of the file', () => {
  expect(readFrameHeader(Uint8Array.of(0x02), main, context)).toMatchObject({
    payloadOctets: 7,
    elision: Uint8Array.of(0xaa, 0xbb),
  });
});

test('a frame of another stream is malformed', () => {
  expect(readFrameHeader(Uint8Array.of(0x04), main, context).kind).toBe('malformed');
});

test('a header that is cut off needs more, until it is longer than any header', () => {
  expect(readFrameHeader(Uint8Array.of(0x01, 0xff), main, context).kind).toBe('need-more');
  expect(readFrameHeader(new Uint8Array(200).fill(0xff).fill(0x01, 0, 1), main, context).kind).toBe('malformed');
});
