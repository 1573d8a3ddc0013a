import { BitReader } from './bit-reader.js';
import { signedExpGolomb, unsignedExpGolomb } from './exp-golomb.js';

test.each([
  ['1', 0, 0],
  ['010', 1, 1],
  ['011', 2, -1],
  ['00100', 3, 2],
  ['00101', 4, -2],
  ['0001000', 7, 4],
])(
  'the Exp-Golomb code %s is %i unsigned and %i signed (ITU-T H.264, tables 9-1 and 9-3)',
  (code, unsigned, signed) => {
    const octets = Uint8Array.of(parseInt(code.padEnd(8, '0'), 2));
    expect(unsignedExpGolomb(new BitReader(octets))).toBe(unsigned);
    expect(Math.abs(signedExpGolomb(new BitReader(octets)) - signed)).toBe(0); // -0 is 0 here
  },
);

test('an Exp-Golomb code of zeros alone ends', () => {
  const bits = new BitReader(new Uint8Array(2));
  unsignedExpGolomb(bits);
  expect(bits.isOverrun).toBe(true);
});
