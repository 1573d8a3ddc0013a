import { type ToldPublisher, toldRatesOf } from './told-rates.js';

/** Told a rate each second from `fromSecond` on, with as many results as it says, until it stops. */
function publisher(
  fromSecond: number,
  seconds: number,
  fpsAt: (second: number) => number,
  doneFps: number,
): ToldPublisher {
  return {
    told: Array.from({ length: seconds + 1 }, (_, second) => ({
      atMs: (fromSecond + second) * 1000,
      grantedFps: fpsAt(fromSecond + second),
    })),
    results: Array.from({ length: seconds * doneFps }, (_, index) => ({
      atMs: (fromSecond + (index + 1) / doneFps) * 1000,
    })),
    stoppedAtMs: (fromSecond + seconds) * 1000,
  };
}

test('what was told in the last minute is put beside what was done in it', () => {
  const one = publisher(0, 300, (second) => (second < 240 ? 10 : 4), 4);
  const other = publisher(0, 300, (second) => (second < 240 ? 1 : 5), 4);
  expect(toldRatesOf([one, other])).toEqual({ windowSeconds: 60, leastFps: 4, mostFps: 5, meanFps: 4.5, doneFps: 4 });
});

test('of a run of less than two minutes it is the second half', () => {
  const only = publisher(0, 40, (second) => (second <= 20 ? 10 : 4), 5);
  expect(toldRatesOf([only])).toMatchObject({ windowSeconds: 20, mostFps: 4, doneFps: 5 });
});

test('what publishers are told when others have stopped does not count', () => {
  const first = publisher(0, 100, () => 4, 4);
  const last = publisher(1, 101, (second) => (second <= 100 ? 4 : 10), 4);
  expect(toldRatesOf([first, last])).toMatchObject({ leastFps: 4, mostFps: 4 });
});

test('where a publisher was told nothing there is nothing to say', () => {
  const silent: ToldPublisher = { told: [], results: [], stoppedAtMs: undefined };
  expect(toldRatesOf([publisher(0, 10, () => 4, 4), silent])).toBeUndefined();
  expect(toldRatesOf([silent])).toBeUndefined();
});
