import { NutCursor } from './nut-cursor.js';

test('numbers have seven bits an octet, most significant first', () => {
  const cursor = new NutCursor(
    Uint8Array.of(
      0x7f, // 127
      0x81,
      0x00, // 128
      0x83,
      0xf4,
      0x00, // 64000
    ),
  );
  expect([cursor.unsigned(), cursor.unsigned(), cursor.unsigned()]).toEqual([127, 128, 64_000]);
  expect(cursor.ranOut).toBe(false);
});

test('signed numbers alternate between plus and minus', () => {
  const cursor = new NutCursor(Uint8Array.of(0, 1, 2, 3, 4));
  expect(Array.from({ length: 5 }, () => cursor.signed())).toEqual([0, 1, -1, 2, -2]);
});

test('what is not there reads as nothing and is remembered', () => {
  const cursor = new NutCursor(Uint8Array.of(0x05, 0xaa));
  expect(cursor.variableOctets()).toHaveLength(0);
  expect(cursor.ranOut).toBe(true);
});

test('a number that is cut off ends instead of reading for ever', () => {
  const cursor = new NutCursor(Uint8Array.of(0xff, 0xff));
  cursor.unsigned();
  expect(cursor.ranOut).toBe(true);
});
