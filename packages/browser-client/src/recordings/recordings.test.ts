import { barsOf } from './face-strip.js';
import { DetectionWindows } from './detection-windows.js';
import { partAt, playableParts } from './recording.js';
import { facesIn } from './recording-row.js';

const parts = [
  { path: '/1', octets: 10, startMs: 0, endMs: 1900 },
  { path: '/2', octets: 10, startMs: 2000, endMs: 3900 },
  { path: '/3', octets: 0, startMs: null, endMs: null },
];

test.each([
  ['the beginning', 0, '/1'],
  ['the first part', 1900, '/1'],
  ['between two parts', 1950, '/2'],
  ['behind the end', 9999, '/2'],
])('a moment in %s is looked for in the right file', (_where, timestampMs, path) => {
  expect(partAt(playableParts({ parts }), timestampMs)?.path).toBe(path);
});

test('faces are bars, the more the higher; gaps stand where they are', () => {
  const bars = barsOf({
    startMs: 1000,
    endMs: 5000,
    faces: [0, 1, 2, null],
    gaps: [
      { startMs: 2000, endMs: 4000 },
      { startMs: null, endMs: null },
    ],
  });
  expect(bars).toEqual([
    { kind: 'seen', x: 1, width: 1, height: 60 },
    { kind: 'seen', x: 2, width: 1, height: 90 },
    { kind: 'unlooked', x: 3, width: 1, height: 4 },
    { kind: 'gap', x: 1, width: 2, height: 100 },
    { kind: 'gap', x: 0, width: 4, height: 100 },
  ]);
});

test.each([
  [0, 0, 'not analysed'],
  [10, 0, 'no faces'],
  [10, 1, '1 face'],
  [10, 3, 'up to 3 faces'],
])('of %i analysed frames with at most %i faces it is said: %s', (framesAnalysed, mostFaces, words) => {
  expect(facesIn({ framesAnalysed, mostFaces })).toBe(words);
});

test('detections are asked for once, some minutes at a time, and again when that failed', async () => {
  const asked: number[] = [];
  let isAway = true;
  const windows = new DetectionWindows(async (fromMs) => {
    asked.push(fromMs);
    if (isAway) throw new Error('away');
    return [];
  });
  await windows.need(10_000);
  isAway = false;
  await windows.need(20_000);
  await windows.need(30_000);
  await windows.need(310_000);
  expect(asked).toEqual([0, 300_000, 0, 300_000, 600_000]);
});
