import { annexBUnits, describeAnnexBFrame, readSps } from './h264.js';
import { binary, bits, expGolomb } from '../../test/support/bits.js';
import { join } from '../../test/support/webm.js';

const START = [0, 0, 0, 1];
const SHORT_START = [0, 0, 1];
const IDR_SLICE = [0x65, 0x88, 0x80];
const OTHER_SLICE = [0x41, 0x9a, 0x24];
const PPS = [0x68, 0xce, 0x38, 0x80];

interface SpsFields {
  readonly profile?: number;
  readonly chroma?: string;
  readonly pictureOrder?: string;
  readonly widthInMacroblocks?: number;
  readonly heightInMapUnits?: number;
  readonly isFrameOnly?: boolean;
  /** left, right, top, bottom */
  readonly crop?: readonly number[];
}

/** ITU-T H.264, section 7.3.2.1.1, one syntax element a line. */
function sps(fields: SpsFields = {}): Uint8Array {
  const { profile = 0x42, chroma = '', pictureOrder = expGolomb(2), crop } = fields;
  const { widthInMacroblocks = 40, heightInMapUnits = 30, isFrameOnly = true } = fields;
  return bits(
    binary(0x67, 8), // NAL unit header: seq_parameter_set
    binary(profile, 8), // profile_idc
    binary(0xc0, 8), // constraint flags
    binary(0x1f, 8), // level_idc
    expGolomb(0), // seq_parameter_set_id
    chroma,
    expGolomb(0), // log2_max_frame_num_minus4
    pictureOrder, // pic_order_cnt_type and what it brings
    expGolomb(1), // max_num_ref_frames
    '0', // gaps_in_frame_num_value_allowed_flag
    expGolomb(widthInMacroblocks - 1), // pic_width_in_mbs_minus1
    expGolomb(heightInMapUnits - 1), // pic_height_in_map_units_minus1
    isFrameOnly ? '1' : '0 1', // frame_mbs_only_flag, mb_adaptive_frame_field_flag
    '1', // direct_8x8_inference_flag
    crop === undefined ? '0' : `1 ${crop.map(expGolomb).join('')}`, // frame_cropping_flag and the offsets
    '0', // vui_parameters_present_flag
    '1', // rbsp_stop_one_bit
  );
}

test('NAL units lie between start codes of three or four octets, as views', () => {
  const frame = join(START, sps(), SHORT_START, PPS, START, IDR_SLICE);
  const units = [...annexBUnits(frame)];
  expect(units.map((unit) => [...unit])).toEqual([[...sps()], PPS, IDR_SLICE]);
  expect(units.every(({ buffer }) => buffer === frame.buffer)).toBe(true);
});

test('octets without a start code hold no NAL unit', () => {
  expect([...annexBUnits(Uint8Array.of(1, 2, 3, 0, 0, 2))]).toEqual([]);
  expect([...annexBUnits(new Uint8Array())]).toEqual([]);
});

test('an SPS says size and codec', () => {
  expect(readSps(sps())).toMatchObject({ width: 640, height: 480, codec: 'avc1.42C01F' });
});

test('cropping takes off two pixels a unit, and four of the height where the picture has fields', () => {
  expect(readSps(sps({ widthInMacroblocks: 120, heightInMapUnits: 68, crop: [0, 0, 0, 4] }))).toMatchObject({
    width: 1920,
    height: 1080,
  });
  expect(readSps(sps({ crop: [1, 2, 0, 0] }))).toMatchObject({ width: 634 });
  expect(readSps(sps({ heightInMapUnits: 34, isFrameOnly: false, crop: [0, 0, 0, 2] }))).toMatchObject({
    height: 1080,
  });
});

test.each([
  ['picture order counts of type 0', { pictureOrder: expGolomb(0) + expGolomb(4) }],
  [
    'picture order counts of type 1',
    { pictureOrder: expGolomb(1) + '0' + expGolomb(1) + expGolomb(2) + expGolomb(2) + expGolomb(3) + expGolomb(4) },
  ],
  ['a high profile', { profile: 100, chroma: `${expGolomb(1)}${expGolomb(0)}${expGolomb(0)}0 0` }],
  [
    'scaling lists',
    { profile: 100, chroma: `${expGolomb(1)}${expGolomb(0)}${expGolomb(0)}0 1 1${expGolomb(16)}0000000` },
  ],
])('an SPS with %s is read to its size', (_, fields) => {
  expect(readSps(sps(fields))).toMatchObject({ width: 640, height: 480 });
});

test('4:4:4 pictures are cropped by single pixels', () => {
  const chroma = `${expGolomb(3)}0${expGolomb(0)}${expGolomb(0)}0 0`;
  expect(readSps(sps({ profile: 244, chroma, crop: [0, 3, 0, 5] }))).toMatchObject({ width: 637, height: 475 });
});

test('emulation prevention octets are no part of the SPS', () => {
  const plain = sps({ widthInMacroblocks: 32768 }); // its code has fifteen zero bits, and with what follows two zero octets
  const at = plain.findIndex((octet, index) => octet === 0 && plain[index + 1] === 0);
  const escaped = join(plain.subarray(0, at + 2), [3], plain.subarray(at + 2));
  expect(at).toBeGreaterThan(0);
  expect(readSps(escaped)).toEqual(readSps(plain));
});

test('an SPS that is cut off says nothing', () => {
  expect(readSps(sps().subarray(0, 5))).toBeUndefined();
});

test('an access unit with an SPS is a keyframe and says its size', () => {
  expect(describeAnnexBFrame(join(START, sps(), START, PPS, START, IDR_SLICE))).toEqual({
    isKeyframe: true,
    width: 640,
    height: 480,
    codec: 'avc1.42C01F',
  });
});

test('an access unit with an IDR slice alone is a keyframe, and one with other slices says nothing', () => {
  expect(describeAnnexBFrame(join(START, IDR_SLICE))).toEqual({ isKeyframe: true });
  expect(describeAnnexBFrame(join(START, OTHER_SLICE))).toEqual({});
});
