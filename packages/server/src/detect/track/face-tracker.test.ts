import { FaceTracker, type LocatedFace } from './face-tracker.js';

/** A face of a tenth of the picture's width, its centre at `x`, `y`. */
function faceAt(x: number, y = 0.5, score = 0.8): LocatedFace {
  return { score, box: { x: x - 0.05, y: y - 0.05, width: 0.1, height: 0.1 } };
}

/** As many frames as it takes to be a face, at 10 a second. */
function appearing(x: number): readonly (readonly LocatedFace[])[] {
  return [[faceAt(x)], [faceAt(x)], [faceAt(x)]];
}

/** Runs a stream of 10 analysed frames a second; each entry has the faces of one frame. */
function run(frames: readonly (readonly LocatedFace[])[], intervalMs = 100) {
  const tracker = new FaceTracker();
  const tracked = frames.map((faces, index) => tracker.update(index * intervalMs, faces));
  return { tracker, ids: tracked.map(({ faceIds }) => faceIds), events: tracked.flatMap(({ events }) => events) };
}

test.each([
  { perSecond: 30, unsureFor: 5 },
  { perSecond: 10, unsureFor: 2 },
  { perSecond: 5, unsureFor: 1 },
  { perSecond: 1, unsureFor: 1 },
])(
  'at $perSecond frames a second a face is sure after $unsureFor, has appeared when it was seen first, and keeps its number',
  ({ perSecond, unsureFor }) => {
    const { ids, events } = run(
      Array.from({ length: 8 }, (_, index) => [faceAt(0.5 + 0.01 * index)]),
      1000 / perSecond,
    );
    expect(ids.flat()).toEqual(ids.map((_, index) => (index < unsureFor ? undefined : 1)));
    expect(events).toMatchObject([{ kind: 'appeared', faceId: 1, timestampMs: 0 }]);
  },
);

test.each([
  ['in two frames that are near to each other', [1, 1, 0, 0, 0, 0]],
  ['now and then', [1, 0, 0, 1, 0, 0, 1]],
] as const)('a false box %s is no face', (_, pattern) => {
  const { tracker } = run(pattern.map((isThere) => (isThere ? [faceAt(0.5)] : [])));
  expect(tracker.counted).toBe(0);
});

test('a false box beside a face that is missed, and of another size, does not take its number away', () => {
  const small = { score: 0.5, box: { x: 0.47, y: 0.53, width: 0.06, height: 0.06 } };
  const { ids } = run([...Array.from({ length: 3 }, () => [faceAt(0.5)]), [small], [faceAt(0.5)]]);
  expect(ids).toEqual([[undefined], [undefined], [1], [undefined], [1]]);
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
  const { tracker, ids } = run([...appearing(0.5), ...missing, [faceAt(0.52)]]);
  expect(ids.at(-1)).toEqual([1]);
  expect(tracker.counted).toBe(1);
});

test('a face leaves once it is unseen for longer than 1.5 s, and has a new number when it comes back', () => {
  const missing = Array.from({ length: 16 }, () => []);
  const { events } = run([...appearing(0.5), ...missing, ...appearing(0.5)]);
  expect(events).toMatchObject([
    { kind: 'appeared', faceId: 1 },
    { kind: 'left', faceId: 1, firstSeenMs: 0, lastSeenMs: 200 },
    { kind: 'appeared', faceId: 2, timestampMs: 1900 },
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
  expect(ids[2]).toEqual([1, 2]);
  expect(ids.at(-1)).toEqual([1, 2]);
});

test('the order of the detections means nothing', () => {
  const [left, right] = [faceAt(0.2), faceAt(0.8)];
  const { ids } = run([
    [left, right],
    [right, left],
    [left, right],
    [right, left],
  ]);
  expect(ids.slice(2)).toEqual([
    [1, 2],
    [2, 1],
  ]);
});

test('after a cut other faces are at the same places, and after a cut back they are the same', () => {
  const tracker = new FaceTracker();
  const scenes = [0, 0, 0, 1, 1, 1, 0, 0];
  const ids = scenes.map((scene, index) => tracker.update(index * 100, [faceAt(0.5)], { scene }).faceIds[0]);
  expect(ids).toEqual([undefined, undefined, 1, undefined, undefined, 2, 1, 1]);
});

test('in a picture of another shape a face is where the shift has it, and not who is where it was', () => {
  const tracker = new FaceTracker();
  for (let time = 0; time < 400; time += 100) tracker.update(time, [faceAt(0.3), faceAt(0.5)]);
  // Half of the width is left, from 0.25 on: who was at 0.3 is at 0.1, who was at 0.5 at 0.5, and twice as wide.
  const shift = { xScale: 2, yScale: 1, xShift: -0.5, yShift: 0 };
  const wide = (x: number): LocatedFace => ({ score: 0.8, box: { x: x - 0.1, y: 0.45, width: 0.2, height: 0.1 } });
  expect(tracker.update(400, [wide(0.1), wide(0.5)], { scene: 0, shift }).faceIds).toEqual([1, 2]);
  expect(tracker.update(500, [wide(0.1), wide(0.5)]).faceIds).toEqual([1, 2]);
  expect(tracker.counted).toBe(2);
});

test('with two analysed frames in five seconds a face is not lost at its first miss', () => {
  const { tracker } = run([[faceAt(0.5)], [faceAt(0.5)], [], [faceAt(0.5)]], 2500);
  expect(tracker.counted).toBe(1);
});

test('at the end of the stream every face that is there leaves', () => {
  const both = [faceAt(0.2), faceAt(0.8)];
  const { tracker } = run([both, both, both, [faceAt(0.2)]]);
  expect(tracker.present).toBe(2);
  expect(tracker.finish()).toEqual([
    { kind: 'left', faceId: 1, firstSeenMs: 0, lastSeenMs: 300 },
    { kind: 'left', faceId: 2, firstSeenMs: 0, lastSeenMs: 200 },
  ]);
  expect(tracker.finish()).toEqual([]);
});
