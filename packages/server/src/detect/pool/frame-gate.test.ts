import { FrameGate } from './frame-gate.js';

/** How many frames of ten seconds pass. */
function passing(cameraFps: number, fps: number): number {
  const gate = new FrameGate();
  const timestamps = Array.from({ length: cameraFps * 10 }, (_, index) => Math.floor((index * 1000) / cameraFps));
  return timestamps.filter((timestampMs) => gate.lets(timestampMs, fps)).length;
}

test.each([
  { cameraFps: 30, fps: 10, expected: 100 },
  { cameraFps: 30, fps: 7, expected: 70 },
  { cameraFps: 10, fps: 7, expected: 70 },
  { cameraFps: 10, fps: 3.3, expected: 33 },
  { cameraFps: 15, fps: 30, expected: 150 },
])('of $cameraFps frames a second $fps pass', ({ cameraFps, fps, expected }) => {
  expect(Math.abs(passing(cameraFps, fps) - expected)).toBeLessThanOrEqual(1);
});

test('no rate at all lets every frame pass, also two of one moment', () => {
  const gate = new FrameGate();
  expect([0, 0, 33].every((timestampMs) => gate.lets(timestampMs, Number.POSITIVE_INFINITY))).toBe(true);
});

test('after a pause the frames that were not there are not made up for', () => {
  const gate = new FrameGate();
  const timestamps = [0, 100, 10_000, 10_033, 10_067, 10_100, 10_133];
  expect(timestamps.filter((timestampMs) => gate.lets(timestampMs, 10))).toEqual([0, 100, 10_000, 10_100]);
});
