import { BitReader } from './bit-reader.js';

test('bits come from the most significant on, across octets', () => {
  const bits = new BitReader(Uint8Array.of(0b1010_0110, 0b1100_0000));
  expect([bits.bits(1), bits.bits(3), bits.bits(6), bits.flag()]).toEqual([1, 0b010, 0b0110_11, false]);
});

test('numbers of 32 bits stay unsigned', () => {
  expect(new BitReader(new Uint8Array(4).fill(0xff)).bits(32)).toBe(0xffff_ffff);
});

test('reading starts at the octet that was asked for', () => {
  expect(new BitReader(Uint8Array.of(0, 0x80), 1).flag()).toBe(true);
});

test('behind the end there are zeros, and the reader says that it went there', () => {
  const bits = new BitReader(Uint8Array.of(0xff));
  expect(bits.bits(8)).toBe(0xff);
  expect(bits.isOverrun).toBe(false);
  expect(bits.bits(4)).toBe(0);
  expect(bits.isOverrun).toBe(true);
});
