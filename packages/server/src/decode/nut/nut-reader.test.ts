import fc from 'fast-check';
import { NutReader, type NutPicture } from './nut-reader.js';

const red = 'ff0007 ff0007 ff0007 ff0007';

/** What ffmpeg 4.1 and 5.1 both write for three red pictures of 2x2 pixels at 10 a second. */
const file = octetsOf(
  '6e75742f6d756c74696d6564696120636f6e7461696e657200', // "nut/multimedia container", 0
  '4e4d7a561f5f04ad 4c', //        main header of 76 octets
  '04 01 01 81ff7f', //              version 4.1, one stream, max_distance 32767
  '01 01 83f400', //                 one time base: 1/64000
  'c000 06 00 00 00 00 00 01', //    frame code 0: invalid
  'a000 02 01 01', //                frame code 1: the flags are coded
  '28 01 00', //                     frame code 2: timestamp and size are coded
  '29 00', //                        frame code 3: the same, and it is a keyframe
  '21 01 e37f', //                   frame code 4: a keyframe 6400 ticks after the last, the size is coded
  '20 02 e37f 8179', //              frame codes 5 to 253: no keyframe, 6400 ticks, the size is coded
  'c000 06 00 00 00 00 00 01', //    frame code 254: invalid, and so is what follows it
  '06', //                           six elisions:
  '03 000001',
  '04 000001b6',
  '02 fffa',
  '02 fffb',
  '02 fffc',
  '02 fffd',
  '02', //                           flags: a pipe
  '6ae8d416', //                     checksum
  '4e5311405bf2f9db 18', //        stream header of 24 octets
  '00 00 04 52474218', //            stream 0, video, fourcc RGB 24
  '00 0e 83f400 00 00 00', //        time base 0, 14 bits of a timestamp are coded, no delay, no codec data
  '02 02 01 01 00', //               2x2 pixels, square, no colour space
  'b9603320', //                     checksum
  '4e49ab68b596ba78 09 0000000000 00000000', // an empty info packet
  '4e4be4adeeca4569 06 0000 00000000', // a syncpoint at 0
  '03 00 0c',
  red, //              a keyframe at tick 0 with 12 octets
  '04 0c',
  red, //                 6400 ticks later
  '04 0c',
  red,
  '4e58dd672f23e64e 11 e400010d03000000000000001a a194b657', // the index
);

/** The octets that lines of hexadecimal digits stand for. */
function octetsOf(...lines: readonly string[]): Uint8Array {
  return Uint8Array.from(Buffer.from(lines.join('').replaceAll(' ', ''), 'hex'));
}

function read(
  parts: readonly Uint8Array[],
  maxPixels = 4,
): { readonly pictures: NutPicture[]; readonly malformed?: string } {
  const reader = new NutReader(3, maxPixels);
  const pictures: NutPicture[] = [];
  for (const part of parts) {
    const outcome = reader.push(part);
    if (outcome.kind === 'malformed') return { pictures, malformed: outcome.reason };
    pictures.push(...outcome.pictures);
  }
  return { pictures };
}

const expected: readonly NutPicture[] = [0, 100, 200].map((timestampMs) => ({
  timestampMs,
  width: 2,
  height: 2,
  pixels: Uint8Array.from(octetsOf(red)),
}));

/** A copy with the octets at the first `from` replaced. */
function replaced(from: string, to: string): Uint8Array {
  const octets = Buffer.from(file);
  const at = octets.indexOf(octetsOf(from));
  if (at < 0) throw new Error(`there is no ${from} in the file`);
  octets.set(octetsOf(to), at);
  return octets;
}

test('pictures come out with their timestamps in milliseconds', () => {
  expect(read([file])).toEqual({ pictures: expected });
});

test('each picture has a buffer of its own, so that it can be handed to a worker', () => {
  for (const { pixels } of read([file]).pictures) expect(pixels.buffer.byteLength).toBe(pixels.length);
});

test('one octet at a time gives the same pictures', () => {
  expect(read(Array.from(file, (octet) => Uint8Array.of(octet)))).toEqual({ pictures: expected });
});

test('any cuts give the same pictures', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(file.length)), (offsets) => {
      const cuts = [0, ...offsets.sort((first, second) => first - second), file.length];
      const parts = cuts.slice(1).map((end, index) => file.subarray(cuts[index], end));
      expect(read(parts)).toEqual({ pictures: expected });
    }),
  );
});

test('a picture is complete with its own last octet, not with the next one', () => {
  const firstEnd = Buffer.from(file).indexOf(octetsOf(red)) + octetsOf(red).length;
  expect(read([file.subarray(0, firstEnd - 1)]).pictures).toHaveLength(0);
  expect(read([file.subarray(0, firstEnd)]).pictures).toHaveLength(1);
});

test.each([
  ['the file ID is another', '6e75742f', '6e75743f', 'the octets are not NUT'],
  ['the version is unknown', '4c 04 01', '4c 05 01', 'the main header is malformed'],
  ['the stream is not video', '18 00 00 04', '18 00 01 04', 'the stream header is malformed or too large'],
  ['a start code is unknown', '4e49ab68b596ba78', '4e49ab68b596ba79', 'a start code is unknown'],
  ['a frame code is invalid', '03 00 0c', '00 00 0c', 'a frame has flags 0x2000'],
  ['a picture has not the size announced', '03 00 0c', '03 00 0d', 'a picture of 2x2 has 13 octets, not 12'],
  ['a picture has a length of gigabytes', '03 00 0c', '03 00 ff', /a picture of 2x2 has \d+ octets, not 12/],
])('where %s, reading ends with a reason', (_what, from, to, reason) => {
  expect(read([replaced(from, to)]).malformed).toMatch(reason);
});

test('pictures larger than allowed are refused before memory is taken for them', () => {
  expect(read([file], 3)).toEqual({ pictures: [], malformed: 'the stream header is malformed or too large' });
});

test('any damage ends in pictures or in a reason, never in an exception', () => {
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.nat(255), (at, octet) => {
      const damaged = Uint8Array.from(file);
      damaged[at] = octet;
      expect(read([damaged]).pictures.length).toBeLessThanOrEqual(3);
    }),
  );
});
