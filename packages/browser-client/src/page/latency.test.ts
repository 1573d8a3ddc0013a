import { expect, test } from '@jest/globals';
import { RollingMedian } from './latency.js';

test('one hiccup does not move the figure', () => {
  const latency = new RollingMedian(5);
  for (const ms of [300, 310, 9000, 305, 320]) latency.add(ms);
  expect(latency.median).toBe(310);
});

test('forgets what is long ago and has no figure before the first measurement', () => {
  const latency = new RollingMedian(3);
  expect(latency.median).toBeUndefined();
  for (const ms of [1000, 1000, 1000, 200, 200, 200]) latency.add(ms);
  expect(latency.median).toBe(200);
});
