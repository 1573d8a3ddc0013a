import { GrowingOctets } from './growing-octets.js';

describe('GrowingOctets', () => {
  test('holds what is appended, one behind the other, beyond any capacity', () => {
    const octets = new GrowingOctets();
    for (let value = 0; value < 100; value++) octets.append(Uint8Array.of(value, value + 100));
    expect(octets.length).toBe(200);
    expect([...octets.take()]).toEqual(Array.from({ length: 100 }, (_, value) => [value, value + 100]).flat());
  });

  test('writes numbers big-endian', () => {
    const octets = new GrowingOctets();
    octets.appendUnsigned(0x1f43b675, 4);
    octets.appendUnsigned(7, 2);
    expect([...octets.take()]).toEqual([0x1f, 0x43, 0xb6, 0x75, 0x00, 0x07]);
  });

  test('writes over what is there, without growing', () => {
    const octets = new GrowingOctets();
    octets.append(Uint8Array.of(1, 2, 3, 4, 5));
    octets.overwrite(1, Uint8Array.of(9, 8));
    octets.overwriteUnsigned(3, 0x0102, 2);
    expect([...octets.take()]).toEqual([1, 9, 8, 1, 2]);
  });

  test('one buffer serves several times while it lasts', () => {
    const octets = new GrowingOctets(100);
    const taken = Array.from({ length: 15 }, (_, index) => {
      octets.append(new Uint8Array(10).fill(index));
      return octets.take();
    });
    expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(2);
    expect(taken.map(([first]) => first)).toEqual(taken.map((_, index) => index));
  });

  test.each([0, 10])(
    'what was taken is not touched by what comes after, with buffers of %s octets',
    (leastCapacity) => {
      const octets = new GrowingOctets(leastCapacity);
      octets.append(Uint8Array.of(1, 2, 3));
      const taken = octets.take();
      octets.append(Uint8Array.of(7, 7, 7));
      expect([...taken]).toEqual([1, 2, 3]);
      expect([...octets.take()]).toEqual([7, 7, 7]);
    },
  );
});
