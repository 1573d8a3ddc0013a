import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { backoffDelayMs } from './backoff.js';

test('the wait doubles up to the longest', () => {
  const limits = { firstMs: 100, longestMs: 1000 };
  expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffDelayMs(attempt, 0.999_999, limits))).toEqual([
    100, 200, 400, 800, 1000, 1000,
  ]);
});

test('chance takes off half at most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const delayMs = backoffDelayMs(attempt, random, { firstMs: 500, longestMs: 5000 });
        expect(delayMs).toBeGreaterThanOrEqual(250);
        expect(delayMs).toBeLessThanOrEqual(5000);
      },
    ),
  );
});
