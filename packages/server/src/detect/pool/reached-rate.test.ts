import { ReachedRate } from './reached-rate.js';

/** Video of which so many frames a second are let through; of each ten so many are replaced. */
function video(rate: ReachedRate, fromSecond: number, seconds: number, fps: number, replacedOfTen = 0): void {
  for (let frame = 0; frame < seconds * fps; frame += 1) {
    rate.came((fromSecond + frame / fps) * 1000, fps);
    if ((frame * replacedOfTen) % 10 < replacedOfTen) rate.replaced();
  }
}

test('it is what is granted as long as nothing is replaced, and before anything has come', () => {
  const rate = new ReachedRate();
  expect(rate.fps(10)).toBe(10);
  video(rate, 0, 10, 10);
  expect(rate.fps(10)).toBeCloseTo(10);
});

test('it is less by the share that is replaced', () => {
  const rate = new ReachedRate();
  video(rate, 0, 20, 10, 3);
  expect(rate.fps(10)).toBeGreaterThan(6);
  expect(rate.fps(10)).toBeLessThan(8);
});

test('a camera that gives fewer frames than it may reaches all it may', () => {
  const rate = new ReachedRate();
  for (let second = 0; second < 20; second += 1) rate.came(second * 1000, 10);
  expect(rate.fps(10)).toBeCloseTo(10);
});

test('when the rate falls to what was reached, all of it is reached', () => {
  const rate = new ReachedRate();
  video(rate, 0, 20, 10, 7);
  video(rate, 20, 2, 3);
  expect(rate.fps(3)).toBeGreaterThan(2.5);
});

test('when the rate rises and nothing is replaced, all of it is reached at once', () => {
  const rate = new ReachedRate();
  video(rate, 0, 20, 1);
  expect(rate.fps(10)).toBeCloseTo(10);
});

test('it forgets within seconds what was replaced', () => {
  const rate = new ReachedRate();
  video(rate, 0, 20, 10, 9);
  video(rate, 20, 20, 10);
  expect(rate.fps(10)).toBeGreaterThan(9);
});

test('frames that are replaced when most are forgotten are no more than those that came', () => {
  const rate = new ReachedRate();
  rate.came(0, 10);
  rate.replaced();
  rate.replaced();
  expect(rate.fps(10)).toBe(0);
});
