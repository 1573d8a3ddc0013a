import { EBML_LACING, FIXED_SIZE_LACING, NO_LACING, XIPH_LACING, readLacedFrames } from './lacing.js';
import { join, type Content } from '../../test/support/webm.js';

/** The frames of a laced payload, as text. */
function frames(payload: Content, lacing: number): readonly string[] | undefined {
  const octets = join('??', payload, '!!');
  const ranges = readLacedFrames(octets, 2, octets.length - 2, lacing);
  return ranges?.map(({ start, end }) => new TextDecoder().decode(octets.subarray(start, end)));
}

const LONG = 'x'.repeat(510);

test('without lacing the payload is one frame, even an empty one', () => {
  expect(frames('abc', NO_LACING)).toEqual(['abc']);
  expect(frames('', NO_LACING)).toEqual(['']);
});

test('Xiph lacing gives each size but the last as a run of 255s and a rest', () => {
  const payload = join(
    [3], //             four frames
    [1], //             of 1 octet,
    [255, 255, 0], //   of 510,
    [0], //             of none,
    'a',
    LONG,
    'rest', //          and the rest
  );
  expect(frames(payload, XIPH_LACING)).toEqual(['a', LONG, '', 'rest']);
});

test('EBML lacing gives the first size as a VINT, and each further one as a difference to the one before', () => {
  const payload = join(
    [3], //             four frames
    [0x40, 0x02], //    of 2 octets, in a VINT of two octets
    [0xc0], //          of 1 more (0x40 - 63 = +1): 3
    [0xbd], //          of 2 less (0x3D - 63 = -2): 1
    'aa',
    'bbb',
    'c',
    'rest',
  );
  expect(frames(payload, EBML_LACING)).toEqual(['aa', 'bbb', 'c', 'rest']);
});

test('EBML lacing may take two octets for a difference', () => {
  const payload = join([2], [0x81], [0x60, 0x63], 'a', 'b'.repeat(101), 'rest'); // 0x2063 - 8191 = +100
  expect(frames(payload, EBML_LACING)).toEqual(['a', 'b'.repeat(101), 'rest']);
});

test('fixed-size lacing shares the octets out', () => {
  expect(frames(join([2], 'aabbcc'), FIXED_SIZE_LACING)).toEqual(['aa', 'bb', 'cc']);
});

test('a laced block may hold a single frame, and up to 256', () => {
  for (const lacing of [XIPH_LACING, EBML_LACING, FIXED_SIZE_LACING])
    expect(frames(join([0], 'abc'), lacing)).toEqual(['abc']);
  expect(frames(join([255], 'x'.repeat(256)), FIXED_SIZE_LACING)).toHaveLength(256);
});

test.each([
  ['an empty payload', [], XIPH_LACING],
  ['an empty payload', [], EBML_LACING],
  ['an empty payload', [], FIXED_SIZE_LACING],
  ['octets that do not divide', [1, 7, 7, 7], FIXED_SIZE_LACING],
  ['a Xiph size that never ends', [1, 255, 255], XIPH_LACING],
  ['a Xiph size beyond the block', [1, 5, 1], XIPH_LACING],
  ['an EBML size that is cut off', [1, 0x40], EBML_LACING],
  ['an EBML size that is no VINT', [1, 0x00, 1], EBML_LACING],
  ['an unknown EBML size', [1, 0xff, 1], EBML_LACING],
  ['an EBML size below zero', [2, 0x81, 0xbd, 1, 1], EBML_LACING],
  ['an EBML size beyond the block', [1, 0x85, 1], EBML_LACING],
])('%s is not sound (%p, lacing %i)', (_, payload, lacing) => {
  expect(frames(payload, lacing)).toBeUndefined();
});
