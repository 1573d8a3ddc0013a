import { FaceTracker, type LocatedFace } from './face-tracker.js';

/** A face of a tenth of the picture's width, its centre at `x`, `y`. */
function faceAt(x: number, y = 0.5, score = 0.8): LocatedFace {
  return { score, box: { x: x - 0.05, y: y - 0.05, width: 0.1, height: 0.1 } };
}

/** Runs a stream of 10 analysed frames a second; each entry has the faces of one frame. */
function run(frames: readonly (readonly LocatedFace[])[], intervalMs = 100) {
  const tracker = new FaceTracker();
  const tracked = frames.map((faces, index) => tracker.update(index * intervalMs, faces));
  return { tracker, ids: tracked.map(({ faceIds }) => faceIds), events: tracked.flatMap(({ events }) => events) };
}

test('a face appears when it is seen again, from when it was seen first, and keeps its number', () => {
  const { ids, events } = run([[faceAt(0.5)], [faceAt(0.51)], [faceAt(0.52)]]);
  expect(ids).toEqual([[undefined], [1], [1]]);
  expect(events).toMatchObject([{ kind: 'appeared', faceId: 1, timestampMs: 0 }]);
});

test('a box that is seen once is no face: it is not counted and does not leave', () => {
  const nothing = Array.from({ length: 30 }, () => []);
  const { tracker, ids, events } = run([[faceAt(0.5)], ...nothing]);
  expect(ids[0]).toEqual([undefined]);
  expect(events).toEqual([]);
  expect(tracker.counted).toBe(0);
});

test('a face that is missed for a second is the same face when it is found again', () => {
  const missing = Array.from({ length: 10 }, () => []);
  const { tracker, ids } = run([[faceAt(0.5)], [faceAt(0.5)], ...missing, [faceAt(0.52)]]);
  expect(ids.at(-1)).toEqual([1]);
  expect(tracker.counted).toBe(1);
});

test('a face leaves once it is unseen for longer than 1.5 s, and has a new number when it comes back', () => {
  const missing = Array.from({ length: 16 }, () => []);
  const { events } = run([[faceAt(0.5)], [faceAt(0.5)], ...missing, [faceAt(0.5)], [faceAt(0.5)]]);
  expect(events).toMatchObject([
    { kind: 'appeared', faceId: 1 },
    { kind: 'left', faceId: 1, firstSeenMs: 0, lastSeenMs: 100 },
    { kind: 'appeared', faceId: 2, timestampMs: 1800 },
  ]);
});

test('a fast face whose boxes hardly overlap keeps its number', () => {
  // Half a width a frame: 5 widths a second at 10 frames a second.
  const { tracker, ids } = run(Array.from({ length: 12 }, (_, index) => [faceAt(0.1 + index * 0.05)]));
  expect(tracker.counted).toBe(1);
  expect(ids.at(-1)).toEqual([1]);
});

test('two faces that pass each other keep their numbers by the way they move', () => {
  const frames = Array.from({ length: 17 }, (_, index) => [
    faceAt(0.1 + index * 0.05, 0.48),
    faceAt(0.9 - index * 0.05, 0.52),
  ]);
  const { tracker, ids } = run(frames);
  expect(tracker.counted).toBe(2);
  expect(ids[1]).toEqual([1, 2]);
  expect(ids.at(-1)).toEqual([1, 2]);
});

test('the order of the detections means nothing', () => {
  const [left, right] = [faceAt(0.2), faceAt(0.8)];
  const { ids } = run([
    [left, right],
    [right, left],
    [left, right],
  ]);
  expect(ids).toEqual([
    [undefined, undefined],
    [2, 1],
    [1, 2],
  ]);
});

test('a cut to another picture gives other faces', () => {
  const { ids } = run([[faceAt(0.2)], [faceAt(0.2)], [faceAt(0.8)], [faceAt(0.8)]]);
  expect(ids).toEqual([[undefined], [1], [undefined], [2]]);
});

test('with two analysed frames in five seconds a face is not lost at its first miss', () => {
  const { tracker } = run([[faceAt(0.5)], [faceAt(0.5)], [], [faceAt(0.5)]], 2500);
  expect(tracker.counted).toBe(1);
});

test('at the end of the stream every face that is there leaves', () => {
  const { tracker } = run([[faceAt(0.2), faceAt(0.8)], [faceAt(0.2), faceAt(0.8)], [faceAt(0.2)]]);
  expect(tracker.present).toBe(2);
  expect(tracker.finish()).toEqual([
    { kind: 'left', faceId: 1, firstSeenMs: 0, lastSeenMs: 200 },
    { kind: 'left', faceId: 2, firstSeenMs: 0, lastSeenMs: 100 },
  ]);
  expect(tracker.finish()).toEqual([]);
});
