import { describe, expect, test } from '@jest/globals';
import { readStillHeader, stillTypeOf } from './still-header.js';

/** A JPEG of nothing but what says its size: SOI, APP0, SOF, SOS with two octets of scan, EOI. */
function jpeg(width: number, height: number, sof = 0xc0): Uint8Array {
  const frame = [0xff, sof, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0x00, 0x34];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, ...frame, ...scan, 0xff, 0xd9]);
}

/** A PNG of the three chunks that every one has; the checksums are for the decoder. */
function png(width: number, height: number): Uint8Array {
  const chunk = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width >>> 0, 0);
  header.writeUInt32BE(height >>> 0, 4);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(5)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the header of a still image', () => {
  test.each([
    ['a JPEG', jpeg(640, 480), { type: 'image/jpeg', width: 640, height: 480 }],
    ['a progressive JPEG', jpeg(640, 480, 0xc2), { type: 'image/jpeg', width: 640, height: 480 }],
    ['a JPEG that says to be huge', jpeg(20_000, 20_000), { type: 'image/jpeg', width: 20_000, height: 20_000 }],
    ['a PNG', png(320, 200), { type: 'image/png', width: 320, height: 200 }],
    ['a PNG that says to be huge', png(2 ** 31 - 1, 1), { type: 'image/png', width: 2 ** 31 - 1, height: 1 }],
  ])('of %s says its type and size', (_what, octets, header) => {
    expect(readStillHeader(octets)).toEqual({ kind: 'still', ...header });
  });

  test('is read of octets amid a larger buffer', () => {
    const octets = jpeg(640, 480);
    const larger = new Uint8Array(octets.length + 20);
    larger.set(octets, 7);
    expect(readStillHeader(larger.subarray(7, 7 + octets.length))).toMatchObject({ width: 640, height: 480 });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a GIF', Buffer.from('GIF89a')],
    ['a WebM', Buffer.from('1a45dfa3', 'hex')],
    ['a JPEG without a size', jpeg(0, 480)],
    ['a PNG without a size', png(0, 200)],
    ['a PNG of a negative size', png(-1, 200)],
    ['a JPEG whose table has no length', Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 0, 0, 0, 0])],
    ['a JPEG with two sizes', Buffer.concat([jpeg(640, 480).subarray(0, 21), jpeg(9000, 9000).subarray(8)])],
    ['a JPEG without a picture', Uint8Array.from([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0])],
  ])('of %s is refused with a reason', (_what, octets) => {
    expect(readStillHeader(octets)).toMatchObject({ kind: 'invalid', reason: expect.any(String) as unknown });
  });

  test.each([
    ['a JPEG', jpeg(640, 480)],
    ['a PNG', png(320, 200)],
  ])('of %s that is cut off anywhere is refused', (_what, octets) => {
    for (let length = 0; length < octets.length - 8; length += 1)
      expect(readStillHeader(octets.subarray(0, length)).kind).toBe('invalid');
    expect(readStillHeader(octets.subarray(0, octets.length - 1)).kind).toBe('invalid');
  });

  test('makes no fault of any octet that is changed', () => {
    for (const octets of [jpeg(640, 480), png(320, 200)])
      for (let at = 0; at < octets.length; at += 1)
        for (const octet of [0, 1, 0x7f, 0xd8, 0xda, 0xff]) {
          const changed = Uint8Array.from(octets);
          changed[at] = octet;
          expect(['still', 'invalid']).toContain(readStillHeader(changed).kind);
        }
  });
});

test('the first octets say what an image is', () => {
  expect([jpeg(1, 1), png(1, 1), Buffer.from('RIFF')].map(stillTypeOf)).toEqual(['image/jpeg', 'image/png', undefined]);
});
