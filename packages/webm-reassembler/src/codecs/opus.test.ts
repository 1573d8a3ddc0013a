import { opusPacketMs } from './opus.js';

const config = (number: number, code = 0): number => (number << 3) | code;

test.each([
  ['SILK 10 ms', [config(0)], 10],
  ['SILK 60 ms', [config(3)], 60],
  ['hybrid 20 ms', [config(13)], 20],
  ['CELT 2.5 ms', [config(16)], 2.5],
  ['CELT 20 ms', [config(31)], 20],
  ['two frames of one size', [config(31, 1)], 40],
  ['two frames of two sizes', [config(31, 2)], 40],
  ['three frames of 20 ms', [config(31, 3), 0x03], 60],
  ['six frames, with flags set', [config(16, 3), 0xc6], 15],
])('a packet of %s (%p) plays %f ms', (_, packet, ms) => {
  expect(opusPacketMs(Uint8Array.from(packet))).toBe(ms);
});

test.each([
  ['is empty', []],
  ['lacks its frame count', [config(31, 3)]],
  ['has no frames', [config(31, 3), 0x40]],
])('a packet that %s does not tell', (_, packet) => {
  expect(opusPacketMs(Uint8Array.from(packet))).toBeUndefined();
});
