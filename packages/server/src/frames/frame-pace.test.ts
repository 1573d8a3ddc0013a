import { FramePace } from './frame-pace.js';

/** Timestamps of ten seconds of video as recorders write them: in whole milliseconds. */
function tenSeconds(cameraFps: number): readonly number[] {
  return Array.from({ length: cameraFps * 10 }, (_, index) => Math.floor((index * 1000) / cameraFps));
}

function passing(timestamps: readonly number[], fps: number, pace = new FramePace()): readonly number[] {
  return timestamps.filter((timestampMs) => pace.lets(timestampMs, fps));
}

test.each([
  { cameraFps: 30, fps: 30 },
  { cameraFps: 30, fps: 24 },
  { cameraFps: 30, fps: 15 },
  { cameraFps: 30, fps: 10 },
  { cameraFps: 30, fps: 8 },
  { cameraFps: 30, fps: 7 },
  { cameraFps: 30, fps: 1 },
  { cameraFps: 10, fps: 8 },
  { cameraFps: 10, fps: 7 },
  { cameraFps: 10, fps: 3.3 },
  { cameraFps: 10, fps: 0.5 },
])('of $cameraFps frames a second $fps pass', ({ cameraFps, fps }) => {
  expect(Math.abs(passing(tenSeconds(cameraFps), fps).length - fps * 10)).toBeLessThanOrEqual(1);
});

test('a camera that is slower than the rate has every frame pass', () => {
  expect(passing(tenSeconds(15), 30)).toEqual(tenSeconds(15));
});

test('no rate at all lets every frame pass, also two of one moment', () => {
  expect(passing([0, 0, 33], Number.POSITIVE_INFINITY)).toEqual([0, 0, 33]);
});

test('at a rate of nothing no frame passes', () => {
  expect(passing([0, 33, 10_000], 0)).toEqual([]);
});

test('frames that have passed one pace pass another of the same rate', () => {
  const passed = passing(tenSeconds(30), 7);
  expect(passing(passed, 7)).toEqual(passed);
});

test('after a pause the frames that were not there are not made up for', () => {
  expect(passing([0, 100, 10_000, 10_033, 10_067, 10_100, 10_133], 10)).toEqual([0, 100, 10_000, 10_100]);
});

test('a new rate goes at once, a faster one as well as a slower one', () => {
  const pace = new FramePace();
  expect(passing([0], 1, pace)).toEqual([0]);
  expect(passing([50, 100, 150, 200], 10, pace)).toEqual([100, 200]);
  expect(passing([300, 400, 700, 800, 1200], 2, pace)).toEqual([700, 1200]);
});
