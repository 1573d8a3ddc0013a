import { GrowingOctets } from './growing-octets.js';

describe('GrowingOctets', () => {
  test('holds what is appended, one behind the other, beyond any capacity', () => {
    const octets = new GrowingOctets();
    for (let value = 0; value < 100; value++) octets.append(Uint8Array.of(value, value + 100));
    expect(octets.length).toBe(200);
    expect([...octets.take()]).toEqual(Array.from({ length: 100 }, (_, value) => [value, value + 100]).flat());
  });

  test('writes over what is there, without growing', () => {
    const octets = new GrowingOctets();
    octets.append(Uint8Array.of(1, 2, 3, 4, 5));
    octets.overwrite(1, Uint8Array.of(9, 8));
    expect([...octets.take()]).toEqual([1, 9, 8, 4, 5]);
  });

  test.each([0, 10])('what was taken is not touched by what comes after, with room for %i octets', (reserved) => {
    const octets = new GrowingOctets();
    octets.reserve(reserved);
    octets.append(Uint8Array.of(1, 2, 3));
    const taken = octets.take();
    octets.append(Uint8Array.of(7, 7, 7));
    expect([...taken]).toEqual([1, 2, 3]);
    expect([...octets.take()]).toEqual([7, 7, 7]);
  });
});
