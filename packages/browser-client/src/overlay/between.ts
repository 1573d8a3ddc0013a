import type { Box, Detection, Point } from '@webm-reassembler/protocol';
import { pairFaces } from './pair-faces.js';

/**
 * What is between two analysed frames: boxes and landmarks of the same face move from one place to the other in a
 * straight line, others stay until half of the way and appear from then on.
 *
 * @param share how far from `before` (0) to `after` (1)
 */
export function between(
  before: readonly Detection[],
  after: readonly Detection[],
  share: number,
): readonly Detection[] {
  const pairs = pairFaces(before, after);
  const moving = before.flatMap((detection) => {
    const next = pairs.get(detection);
    if (next !== undefined) return [moved(detection, next, share)];
    return share < 0.5 ? [detection] : [];
  });
  if (share < 0.5) return moving;
  const found = new Set(pairs.values());
  return [...moving, ...after.filter((detection) => !found.has(detection))];
}

/** A straight line cannot tell when a head stops: beyond this it is wrong by more than the last place is, in ms. */
export const LONGEST_EXTRAPOLATION_MS = 100;

/**
 * What comes after the newest analysed frame: each face moves on as it did since `before`, for
 * {@link LONGEST_EXTRAPOLATION_MS} at most.
 *
 * @param intervalMs from `before` to `newest`
 * @param aheadMs from `newest` to what is shown
 */
export function beyond(
  before: readonly Detection[],
  newest: readonly Detection[],
  intervalMs: number,
  aheadMs: number,
): readonly Detection[] {
  if (intervalMs <= 0 || aheadMs <= 0) return newest;
  const share = 1 + Math.min(aheadMs, LONGEST_EXTRAPOLATION_MS) / intervalMs;
  const earlier = new Map([...pairFaces(before, newest)].map(([from, to]) => [to, from] as const));
  return newest.map((detection) => {
    const from = earlier.get(detection);
    return from === undefined ? detection : shifted(detection, from, share);
  });
}

/** Between two detections of a face; what is said of it comes from the nearer one. */
function moved(from: Detection, to: Detection, share: number): Detection {
  const nearer = share < 0.5 ? from : to;
  return {
    ...nearer,
    score: mix(from.score, to.score, share),
    box: mixBoxes(from.box, to.box, share),
    ...landmarksBetween(from, to, share),
  };
}

/** The newest detection, moved on without a change of its size: growth seen in two frames is mostly jitter. */
function shifted(newest: Detection, from: Detection, share: number): Detection {
  const x = (centre(newest.box.x, newest.box.width) - centre(from.box.x, from.box.width)) * (share - 1);
  const y = (centre(newest.box.y, newest.box.height) - centre(from.box.y, from.box.height)) * (share - 1);
  const box = { ...newest.box, x: newest.box.x + x, y: newest.box.y + y };
  if (newest.landmarks === undefined) return { ...newest, box };
  return { ...newest, box, landmarks: newest.landmarks.map((point) => ({ x: point.x + x, y: point.y + y })) };
}

function landmarksBetween(from: Detection, to: Detection, share: number): { readonly landmarks?: readonly Point[] } {
  const { landmarks } = to;
  if (landmarks === undefined || from.landmarks === undefined) return {};
  const starts = from.landmarks;
  return {
    landmarks: landmarks.map((end, index) => {
      const start = starts[index] ?? end;
      return { x: mix(start.x, end.x, share), y: mix(start.y, end.y, share) };
    }),
  };
}

function mixBoxes(a: Box, b: Box, share: number): Box {
  return {
    x: mix(a.x, b.x, share),
    y: mix(a.y, b.y, share),
    width: mix(a.width, b.width, share),
    height: mix(a.height, b.height, share),
  };
}

function centre(start: number, length: number): number {
  return start + length / 2;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
