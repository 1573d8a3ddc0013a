import { RateLimit } from './rate-limit.js';

const rates = { octetsPerSecond: 1000, chunksPerSecond: 10 };

test("a second's worth may come at once, and what is more has to wait as long as the rate takes for it", () => {
  const limit = new RateLimit(rates, 0);
  expect(limit.take(1000, 0)).toBe(0);
  expect(limit.take(500, 0)).toBe(500);
});

test("time fills the bucket again, but never above a second's worth", () => {
  const limit = new RateLimit(rates, 0);
  expect(limit.take(1000, 0)).toBe(0);
  expect(limit.take(1000, 60_000)).toBe(0);
  expect(limit.take(1000, 60_000)).toBe(1000);
});

test('many tiny chunks are too many, however few octets they have', () => {
  const limit = new RateLimit(rates, 0);
  const waits = Array.from({ length: 12 }, () => limit.take(1, 0));
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200]);
});

test('a chunk larger than the bucket is taken, and paid for with time', () => {
  const limit = new RateLimit(rates, 0);
  expect(limit.take(5000, 0)).toBe(4000);
  expect(limit.take(1, 4000)).toBe(1);
});
