import { percentilesOf } from './percentiles.js';

test('percentiles are values that were there, by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentilesOf(values)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
  expect(percentilesOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7 });
});

test('there are none of nothing', () => {
  expect(percentilesOf([])).toBeUndefined();
});
