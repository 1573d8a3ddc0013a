import { join } from '../../test/support/webm.js';
import { vorbisDurations } from './vorbis-packets.js';

/** Bits as text, packed as Vorbis packs them: from the least significant one of each octet on. */
function packed(bits: string): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, octet) =>
    [0, 1, 2, 3, 4, 5, 6, 7].reduce((value, bit) => value | (bits[octet * 8 + bit] === '1' ? 1 << bit : 0), 0),
  );
}

const mode = (blockFlag: 0 | 1): string => `${blockFlag}${'0'.repeat(32)}10000000`;

/** Two modes, short and long: their count less one in 6 bits, the modes, and the framing bit. */
const SETUP = packed(`${'1101'.repeat(40)}100000${mode(0)}${mode(1)}1`);
/** Blocks of 256 and of 2048 samples. */
const IDENTIFICATION = join(new Uint8Array(28).fill(1), [0xb8, 1]);
const COMMENT = new Uint8Array(300);
/** Lengths in Xiph lacing: 30, and 255 + 45. */
const CODEC_PRIVATE = join([2, 30, 255, 45], IDENTIFICATION, COMMENT, SETUP);

const SHORT = Uint8Array.of(0b00, 1, 2);
const LONG = Uint8Array.of(0b10, 1, 2);

describe('how long Vorbis packets play', () => {
  test('is half of what overlaps, by the block sizes of the packet and the one before', () => {
    const durationOf = vorbisDurations(CODEC_PRIVATE, 48_000);
    const samples = [SHORT, LONG, LONG, SHORT, SHORT].map((packet) => Math.round((durationOf?.(packet) ?? 0) * 48));
    expect(samples).toEqual([128, 576, 1024, 576, 128]);
  });

  test.each([
    ['no CodecPrivate', new Uint8Array(0)],
    ['one without its setup header', CODEC_PRIVATE.subarray(0, 334)],
    ['one whose setup header is cut', CODEC_PRIVATE.subarray(0, 345)],
    ['zeros', new Uint8Array(400)],
    ['lengths that have no end', new Uint8Array(400).fill(255)],
  ])('is not known from %s', (_, codecPrivate) => {
    expect(vorbisDurations(codecPrivate, 48_000)).toBeUndefined();
  });
});
