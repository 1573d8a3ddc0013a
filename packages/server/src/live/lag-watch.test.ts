import { LagWatch } from './lag-watch.js';

/** What the watch says of frames that come out 100 ms apart, so late. */
function verdicts(lagsMs: readonly number[]): readonly boolean[] {
  const watch = new LagWatch(300);
  return lagsMs.map((lagMs, index) => watch.isBehind(index * 100, lagMs));
}

test('frames that are not later than allowed are fine', () => {
  expect(verdicts([0, 300, 299, 300, 300, 300, 300])).not.toContain(true);
});

test('a decoder that was held up catches up: as soon as one frame is punctual, nothing was wrong', () => {
  expect(verdicts([20, 2000, 1400, 700, 200, 20, 1500, 900])).not.toContain(true);
});

test('a decoder whose frames stay late is behind, and is again only after as long', () => {
  const late = Array.from({ length: 10 }, () => 500);
  expect(verdicts(late)).toEqual([false, false, false, true, false, false, false, true, false, false]);
});
