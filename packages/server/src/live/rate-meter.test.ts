import { RateMeter } from './rate-meter.js';

test('events at a steady pace give that pace', () => {
  const meter = new RateMeter();
  for (let timeMs = 0; timeMs <= 2000; timeMs += 40) meter.add(timeMs);
  expect(meter.perSecond(2000)).toBeCloseTo(25, 5);
});

test('a pace that changes is followed within the window', () => {
  const meter = new RateMeter();
  for (let timeMs = 0; timeMs < 5000; timeMs += 40) meter.add(timeMs);
  for (let timeMs = 5000; timeMs <= 9000; timeMs += 100) meter.add(timeMs);
  expect(meter.perSecond(9000)).toBeCloseTo(10, 5);
});

test('the rate falls to 0 when events have stopped', () => {
  const meter = new RateMeter();
  for (let timeMs = 0; timeMs <= 1000; timeMs += 100) meter.add(timeMs);
  expect(meter.perSecond(1000)).toBeCloseTo(10, 5);
  expect(meter.perSecond(2000)).toBeCloseTo(5, 5);
  expect(meter.perSecond(60_000)).toBe(0);
});

test('there is no rate before the second event', () => {
  const meter = new RateMeter();
  expect(meter.perSecond(0)).toBe(0);
  meter.add(0);
  expect(meter.perSecond(10)).toBe(0);
});
