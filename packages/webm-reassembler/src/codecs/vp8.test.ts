import { describeVp8Frame } from './vp8.js';
import { vp8Delta, vp8Keyframe } from '../../test/support/webm.js';

test('a keyframe says its size, without the two bits of scaling above it', () => {
  expect(describeVp8Frame(vp8Keyframe(640, 480))).toEqual({ isKeyframe: true, width: 640, height: 480 });
  expect(describeVp8Frame(vp8Keyframe(640 | 0x4000, 480 | 0xc000))).toMatchObject({ width: 640, height: 480 });
});

test('a frame whose tag has its first bit set is no keyframe', () => {
  expect(describeVp8Frame(vp8Delta())).toEqual({ isKeyframe: false });
});

test.each([
  ['is empty', []],
  ['ends before its size', [...vp8Keyframe(64, 48, [])].slice(0, 9)],
  ['lacks the start code', [...vp8Keyframe(64, 48)].map((octet) => (octet === 0x9d ? 0x9c : octet))],
])('a frame that %s is no keyframe that can be decoded', (_, octets) => {
  expect(describeVp8Frame(Uint8Array.from(octets))).toEqual({ isKeyframe: false });
});
