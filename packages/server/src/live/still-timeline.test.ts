import { describe, expect, test } from '@jest/globals';
import { StillTimeline } from './still-timeline.js';

const NOW = 1_790_000_000_000;

describe('the timeline of still images', () => {
  test.each([
    ['begins with the first image', [500, 750, 1000], [0, 250, 500]],
    ['rises where two images have one time', [500, 500, 500, 600], [0, 1, 2, 100]],
    ['rises where the clock runs back', [500, 100, 501, 900], [0, 1, 2, 400]],
    ['takes no clock at its word that leaps over years', [500, 1e15, 1e300], [0, 10, 20]],
  ])('%s', (_what, capturedAt, timestamps) => {
    const timeline = new StillTimeline();
    const placed = capturedAt.map((capturedAtMs, index) => timeline.place(capturedAtMs, NOW + index * 10));
    expect(placed.map(({ timestampMs }) => timestampMs)).toEqual(timestamps);
  });

  test('is that of the server where the publisher says no time', () => {
    const timeline = new StillTimeline();
    expect([0, 40, 90].map((ms) => timeline.place(undefined, NOW + ms).timestampMs)).toEqual([0, 40, 90]);
  });

  test('goes on behind what another process took', () => {
    const record = { sequence: 0, file: '000000.jpg', octets: 1, width: 1, height: 1, timestampMs: 0 };
    const timeline = new StillTimeline();
    timeline.goOnAfter([
      { ...record, capturedAtMs: 500, receivedAtMs: NOW },
      { ...record, sequence: 1, timestampMs: 300, capturedAtMs: 800, receivedAtMs: NOW },
    ]);
    expect([800, 1500].map((ms) => timeline.place(ms, NOW).timestampMs)).toEqual([301, 1000]);
  });
});
