import {
  concatOctets,
  readFloat,
  readText,
  readUnsigned,
  sameOctets,
  unsignedWidth,
  writeUnsigned,
} from './numbers.js';

test('an unsigned integer is big-endian, of 0 to 8 octets; none mean 0', () => {
  const octets = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect(readUnsigned(octets, 0, 0)).toBe(0);
  expect(readUnsigned(octets, 1, 2)).toBe(2);
  expect(readUnsigned(octets, 0, 6)).toBe(0x010203040506);
  expect(readUnsigned(octets, 0, 8)).toBe(Number(0x0102030405060708n));
});

test('a float is of 4 or 8 octets; none mean 0, and other widths nothing', () => {
  const octets = new Uint8Array(20);
  new DataView(octets.buffer).setFloat32(1, 0.5);
  new DataView(octets.buffer).setFloat64(5, -1.25);
  expect(readFloat(octets, 1, 5)).toBe(0.5);
  expect(readFloat(octets.subarray(3), 2, 10)).toBe(-1.25);
  expect(readFloat(octets, 3, 3)).toBe(0);
  expect(readFloat(octets, 0, 3)).toBeUndefined();
});

test('text ends at its first zero octet or at its end', () => {
  expect(readText(Uint8Array.of(0x77, 0x65, 0x62, 0x6d), 0, 4)).toBe('webm');
  expect(readText(Uint8Array.of(0x77, 0x65, 0, 0x6d), 0, 4)).toBe('we');
});

test.each([
  [0, 1],
  [255, 1],
  [256, 2],
  [2 ** 32 - 1, 4],
  [2 ** 32, 5],
  [2 ** 53 - 1, 7],
])('%i is written in %i octets and read again', (value, width) => {
  expect(unsignedWidth(value)).toBe(width);
  const octets = new Uint8Array(width + 1);
  expect(writeUnsigned(octets, 1, value, width)).toBe(width + 1);
  expect(readUnsigned(octets, 1, width + 1)).toBe(value);
});

test('octets are joined end to end, and compared one by one', () => {
  const joined = concatOctets([Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)]);
  expect(sameOctets(joined, Uint8Array.of(1, 2, 3))).toBe(true);
  expect(sameOctets(joined, Uint8Array.of(1, 2))).toBe(false);
  expect(sameOctets(joined, Uint8Array.of(1, 2, 4))).toBe(false);
});
