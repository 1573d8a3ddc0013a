import { FramePacer } from './frame-pacer.js';

/** Timestamps of a 30 fps video as recorders write them: in whole milliseconds. */
function video(frames: number): readonly number[] {
  return Array.from({ length: frames }, (_, index) => Math.round((index * 1000) / 30));
}

function admitted(pacer: FramePacer, timestamps: readonly number[]): readonly number[] {
  return timestamps.filter((timestampMs) => pacer.admits(timestampMs));
}

test.each([
  [30, 300],
  [15, 150],
  [10, 100],
  [8, 80],
  [7, 70],
  [1, 10],
])('at %p frames a second, 10 s of video have %p wanted frames', (rate, wanted) => {
  expect(admitted(new FramePacer(rate), video(300))).toHaveLength(wanted);
});

test('every frame is wanted where no rate is set', () => {
  expect(admitted(new FramePacer('every-frame'), video(50))).toEqual(video(50));
});

test('a rate between is kept on the average also where the frames that come are few', () => {
  const tenPerSecond = Array.from({ length: 100 }, (_, index) => index * 100);
  expect(admitted(new FramePacer(8), tenPerSecond)).toHaveLength(80);
});

test('after a pause there is no burst', () => {
  const pacer = new FramePacer(10);
  pacer.admits(0);
  expect(admitted(pacer, [60_000, 60_010, 60_020, 60_100])).toEqual([60_000, 60_100]);
});

test('a faster pace begins at once, a slower one with the frame behind', () => {
  const pacer = new FramePacer(1);
  pacer.admits(0);
  pacer.setRate(10);
  expect(admitted(pacer, [50, 100, 150, 200])).toEqual([100, 200]);
  pacer.setRate(2);
  expect(admitted(pacer, [300, 400, 700, 800, 1300])).toEqual([300, 800, 1300]);
});
