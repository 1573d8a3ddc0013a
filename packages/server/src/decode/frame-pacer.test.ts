import { FramePacer } from './frame-pacer.js';

/** Timestamps of a 30 fps video as recorders write them: in whole milliseconds. */
const video = Array.from({ length: 300 }, (_, index) => Math.round((index * 1000) / 30));

function admitted(pacer: FramePacer, timestamps = video): readonly number[] {
  return timestamps.filter((timestampMs) => pacer.admits(timestampMs));
}

test('every frame is wanted where no rate is set', () => {
  expect(admitted(new FramePacer('every-frame'))).toEqual(video);
});

test('so many frames are wanted of each second of video', () => {
  expect(admitted(new FramePacer(10))).toHaveLength(100);
});

test('a frame at the time that all must be behind is not wanted, and does not count', () => {
  expect(admitted(new FramePacer(10, 67)).slice(0, 3)).toEqual([100, 200, 300]);
});

test('a new rate takes effect with the next frame', () => {
  const pacer = new FramePacer(1);
  expect(admitted(pacer, [0])).toEqual([0]);
  pacer.setRate(10);
  expect(admitted(pacer, [50, 100, 150, 200])).toEqual([100, 200]);
  pacer.setRate('every-frame');
  expect(admitted(pacer, [233, 267])).toEqual([233, 267]);
});
