import { avcCodecString, shortCodecName } from './codec.js';

test.each([
  ['V_VP8', 'vp8'],
  ['V_VP9', 'vp9'],
  ['V_AV1', 'av01'],
  ['A_OPUS', 'opus'],
  ['A_PCM/FLOAT/IEEE', 'pcm'],
  ['V_UNHEARD/OF', 'V_UNHEARD/OF'],
])('%s is called %s until its frames tell more', (codecId, name) => {
  expect(shortCodecName(codecId)).toBe(name);
});

test('an avcC says its profile, constraints and level; anything else says nothing', () => {
  expect(avcCodecString(Uint8Array.of(1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0))).toBe('avc1.42C01E');
  expect(avcCodecString(Uint8Array.of(0, 0, 0, 1, 0x67, 0x42, 0xc0))).toBeUndefined();
  expect(avcCodecString(Uint8Array.of(1, 0x42))).toBeUndefined();
});
