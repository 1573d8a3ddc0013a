import { describeAv1TemporalUnit, obus } from './av1.js';
import { binary, bits } from '../../test/support/bits.js';
import { join } from '../../test/support/webm.js';

const TEMPORAL_DELIMITER = [0x12, 0x00]; // type 2, with a size, of none
const FRAME = [0x32, 0x02, 0xaa, 0xbb]; // type 6, with a size, of two octets

/** AV1 specification, section 5.5.1, from max_frame_width_minus_1 on to the bit depth. */
function sizeToDepth(width: number, height: number, depth = '0'): string {
  return [
    binary(9, 4), // frame_width_bits_minus_1
    binary(9, 4), // frame_height_bits_minus_1
    binary(width - 1, 10), // max_frame_width_minus_1
    binary(height - 1, 10), // max_frame_height_minus_1
    '0', // frame_id_numbers_present_flag
    '000', // use_128x128_superblock, enable_filter_intra, enable_intra_edge_filter
    '0000', // interintra, masked, warped, dual filter
    '1 00', // enable_order_hint, jnt_comp, ref_frame_mvs
    '1', // seq_choose_screen_content_tools
    '1', // seq_choose_integer_mv
    binary(6, 3), // order_hint_bits_minus_1
    '000', // superres, cdef, restoration
    depth, // high_bitdepth, and twelve_bit where profile 2 has it
    '0'.repeat(16),
  ].join('');
}

/** A sequence header OBU, with its size. */
function sequenceHeader(...parts: readonly string[]): Uint8Array {
  const payload = bits(...parts);
  return join([0x0a, payload.length], payload);
}

const PROFILE_0 = '000 0 0'; // seq_profile, still_picture, reduced_still_picture_header
const NO_TIMING = '0 0'; // timing_info_present_flag, initial_display_delay_present_flag
const ONE_POINT = binary(0, 5) + binary(0, 12); // operating_points_cnt_minus_1, operating_point_idc

test('the OBUs of a temporal unit are read with and without sizes, and with extensions', () => {
  const unit = join(TEMPORAL_DELIMITER, [0x36, 0x08, 0x01, 0xcc], [0x30, 0xdd, 0xee]);
  expect([...obus(unit)].map(({ type, payload }) => [type, ...payload])).toEqual([[2], [6, 0xcc], [6, 0xdd, 0xee]]);
});

test('a size may be written in several octets (leb128)', () => {
  const unit = join([0x32, 0x80 | 0x48, 0x01], new Uint8Array(200));
  expect([...obus(unit)].map(({ payload }) => payload.length)).toEqual([200]);
});

test('an OBU that claims to end behind its temporal unit ends the reading', () => {
  expect([...obus(join(FRAME, [0x32, 0x09, 1]))]).toHaveLength(1);
});

test('a sequence header makes a keyframe, and says size, level and depth', () => {
  const header = sequenceHeader(PROFILE_0, NO_TIMING, ONE_POINT, binary(4, 5), sizeToDepth(640, 480));
  expect(describeAv1TemporalUnit(join(TEMPORAL_DELIMITER, header, FRAME))).toEqual({
    isKeyframe: true,
    width: 640,
    height: 480,
    codec: 'av01.0.04M.08',
    codecPrivate: expect.any(Uint8Array) as unknown,
  });
});

test('the CodecPrivate is an av1C: profile, level and sampling in four octets, and the sequence header itself', () => {
  const header = sequenceHeader(PROFILE_0, NO_TIMING, ONE_POINT, binary(4, 5), sizeToDepth(640, 480));
  const av1c = bits(
    '1 0000001', // marker, version
    '000 00100', // seq_profile, seq_level_idx_0
    '0 0 0 0 1 1 00', // tier, high_bitdepth, twelve_bit, monochrome, chroma subsampling in x and y, sample position
    '00000000', // no initial presentation delay
  );
  const { codecPrivate = [] } = describeAv1TemporalUnit(join(TEMPORAL_DELIMITER, header, FRAME));
  expect([...codecPrivate]).toEqual([...av1c, ...header]);
});

test.each([
  ['a high tier', [PROFILE_0, NO_TIMING, ONE_POINT, binary(9, 5), '1', sizeToDepth(640, 480)], 'av01.0.09H.08'],
  ['ten bits', [PROFILE_0, NO_TIMING, ONE_POINT, binary(4, 5), sizeToDepth(640, 480, '1')], 'av01.0.04M.10'],
  [
    'profile 2 and twelve bits',
    ['010 0 0', NO_TIMING, ONE_POINT, binary(4, 5), sizeToDepth(640, 480, '11')],
    'av01.2.04M.12',
  ],
  [
    'two operating points',
    [
      PROFILE_0,
      NO_TIMING,
      binary(1, 5),
      binary(3, 12),
      binary(5, 5),
      binary(1, 12),
      binary(4, 5),
      sizeToDepth(640, 480),
    ],
    'av01.0.05M.08',
  ],
  [
    'display delays',
    [PROFILE_0, '0 1', ONE_POINT, binary(4, 5), '1', binary(3, 4), sizeToDepth(640, 480)],
    'av01.0.04M.08',
  ],
  [
    'timing without a decoder model',
    [PROFILE_0, '1', binary(1, 32), binary(30, 32), '0', '0', '0', ONE_POINT, binary(4, 5), sizeToDepth(640, 480)],
    'av01.0.04M.08',
  ],
  [
    'timing with a decoder model',
    [
      PROFILE_0,
      '1',
      binary(1, 32),
      binary(30, 32),
      '1',
      '1',
      '1',
      binary(9, 5),
      binary(1, 32),
      binary(0, 10),
      '0',
      ONE_POINT,
      binary(4, 5),
      '1',
      binary(0, 21),
      sizeToDepth(640, 480),
    ],
    'av01.0.04M.08',
  ],
])('a sequence header with %s is read', (_, parts, codec) => {
  expect(describeAv1TemporalUnit(sequenceHeader(...parts))).toMatchObject({
    isKeyframe: true,
    width: 640,
    height: 480,
    codec,
  });
});

test('a temporal unit without a sequence header says nothing', () => {
  expect(describeAv1TemporalUnit(join(TEMPORAL_DELIMITER, FRAME))).toEqual({});
  expect(describeAv1TemporalUnit(new Uint8Array())).toEqual({});
});

test('a sequence header that is cut off says nothing', () => {
  expect(describeAv1TemporalUnit(Uint8Array.of(0x0a, 0x02, 0x00, 0x00))).toEqual({});
});
