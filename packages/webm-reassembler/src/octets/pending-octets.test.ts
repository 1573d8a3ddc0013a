import { PendingOctets } from './pending-octets.js';

test('octets are taken up to the end of the unit, and no further', () => {
  const pending = new PendingOctets();
  expect(pending.append(Uint8Array.of(9, 1, 2), 1, 4)).toBe(2);
  expect(pending.append(Uint8Array.of(3, 4, 5), 0, 4)).toBe(2);
  expect(pending.length).toBe(4);
  expect([...pending.takeAll()]).toEqual([1, 2, 3, 4]);
  expect(pending.length).toBe(0);
});

test('what was taken is never written to again', () => {
  const pending = new PendingOctets();
  pending.append(Uint8Array.of(1, 2), 0, 8);
  const taken = pending.takeAll();
  pending.append(Uint8Array.of(7, 7, 7), 0, 8);
  expect([...taken]).toEqual([1, 2]);
});

test('a size that came off the wire reserves no more than a mebibyte at once', () => {
  const pending = new PendingOctets();
  pending.append(Uint8Array.of(1), 0, 2 ** 31);
  expect(pending.takeAll().buffer.byteLength).toBeLessThanOrEqual(2 ** 20);
});

test('a unit larger than what is reserved at once arrives whole', () => {
  const pending = new PendingOctets();
  const chunk = Uint8Array.from({ length: 700_000 }, (_, index) => index % 251);
  const unit = 4 * chunk.length;
  for (let count = 0; count < 4; count++) pending.append(chunk, 0, unit);
  const whole = pending.takeAll();
  expect(whole.length).toBe(unit);
  expect(whole.every((octet, index) => octet === (index % chunk.length) % 251)).toBe(true);
});
