import { describeVp9Frame, vp9CodecString } from './vp9.js';
import { binary, bits } from '../../test/support/bits.js';

const MARKER = '10';
const PROFILE_0 = '00';
const KEYFRAME = '0 0'; // show_existing_frame, frame_type
const SHOWN = '1 0'; // show_frame, error_resilient_mode
const SYNC_CODE = binary(0x498342, 24);
const BT_601 = '001 0'; // color_space, color_range

function size(width: number, height: number): string {
  return binary(width - 1, 16) + binary(height - 1, 16);
}

test('a keyframe of profile 0 says its size, and a level that is large enough for it', () => {
  const frame = bits(MARKER, PROFILE_0, KEYFRAME, SHOWN, SYNC_CODE, BT_601, size(640, 480));
  expect(describeVp9Frame(frame)).toEqual({ isKeyframe: true, width: 640, height: 480, codec: 'vp09.00.30.08' });
});

test.each([
  [
    '1',
    'profile 1, 4:4:4',
    bits(MARKER, '10', KEYFRAME, SHOWN, SYNC_CODE, '001 0', '000', size(320, 240)),
    'vp09.01.20.08',
  ],
  ['1', 'profile 1, RGB', bits(MARKER, '10', KEYFRAME, SHOWN, SYNC_CODE, '111', '0', size(320, 240)), 'vp09.01.20.08'],
  [
    '2',
    'profile 2, 10 bits',
    bits(MARKER, '01', KEYFRAME, SHOWN, SYNC_CODE, '0', BT_601, size(320, 240)),
    'vp09.02.20.10',
  ],
  [
    '2',
    'profile 2, 12 bits',
    bits(MARKER, '01', KEYFRAME, SHOWN, SYNC_CODE, '1', BT_601, size(320, 240)),
    'vp09.02.20.12',
  ],
  [
    '3',
    'profile 3',
    bits(MARKER, '11 0', KEYFRAME, SHOWN, SYNC_CODE, '0', '001 0', '000', size(320, 240)),
    'vp09.03.20.10',
  ],
])('a keyframe of profile %s is read (%s)', (_profile, _what, frame, codec) => {
  expect(describeVp9Frame(frame)).toEqual({ isKeyframe: true, width: 320, height: 240, codec });
});

test.each([
  ['an inter frame', bits(MARKER, PROFILE_0, '0 1', SHOWN)],
  ['a frame that shows an existing one', bits(MARKER, PROFILE_0, '1', '000')],
])('%s is no keyframe', (_, frame) => {
  expect(describeVp9Frame(frame)).toEqual({ isKeyframe: false });
});

test.each([
  ['no frame marker', bits('01', PROFILE_0, KEYFRAME)],
  ['another sync code', bits(MARKER, PROFILE_0, KEYFRAME, SHOWN, binary(0x498343, 24), BT_601, size(64, 48))],
  ['an end before its size', bits(MARKER, PROFILE_0, KEYFRAME, SHOWN, SYNC_CODE, BT_601)],
  ['no octets', new Uint8Array()],
])('a frame with %s says nothing', (_, frame) => {
  expect(describeVp9Frame(frame)).toEqual({});
});

test('a codec string has two digits for each part', () => {
  expect(vp9CodecString(0, 10, 8)).toBe('vp09.00.10.08');
});
