/** The parts of a frame that face-api gives to the nets which look at a face whose landmarks are known. */
import type { Point } from '@webm-reassembler/protocol';
import type { Area } from './area.js';
import type { Landmarks } from './landmarks.js';

/** Share of its size by which the box around the points grows. */
const MARGIN = 0.2;

/** For expressions, age and gender: the box around all points, and a margin. */
export function areaAroundLandmarks({ points }: Landmarks): Area {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  // 0 is in it because face-api begins to look for the largest there.
  const [width, height] = [Math.max(0, ...xs) - left, Math.max(0, ...ys) - top];
  const margin = { x: width * MARGIN, y: height * MARGIN };
  return { x: left - margin.x / 2, y: top - margin.y / 2, width: width + margin.x, height: height + margin.y };
}

/** Where the middle of eyes and mouth is in the square for the descriptor, and the distance of eyes and mouth there. */
const MIDDLE = { x: 0.5, y: 0.43 };
const EYES_TO_MOUTH = 0.45;

const LEFT_EYE = [36, 42] as const;
const RIGHT_EYE = [42, 48] as const;
const MOUTH = [48, 68] as const;

/** For the descriptor: a square with eyes and mouth always in the same place, as dlib cuts it. */
export function areaForDescriptor({ points, seen }: Landmarks): Area {
  const centres = [LEFT_EYE, RIGHT_EYE, MOUTH].map(([first, end]) => centreOf(points.slice(first, end)));
  const [leftEye, rightEye, mouth] = [at(centres, 0), at(centres, 1), at(centres, 2)];
  const distance = (distanceOf(leftEye, mouth) + distanceOf(rightEye, mouth)) / 2;
  const size = Math.floor(distance / EYES_TO_MOUTH);
  const middle = centreOf(centres);
  const x = Math.floor(Math.max(0, middle.x - MIDDLE.x * size));
  const y = Math.floor(Math.max(0, middle.y - MIDDLE.y * size));
  return { x, y, width: Math.min(size, seen.width + x), height: Math.min(size, seen.height + y) };
}

function centreOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function distanceOf(first: Point, second: Point): number {
  return Math.sqrt((second.x - first.x) ** 2 + (second.y - first.y) ** 2);
}

function at(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (point === undefined) throw new Error(`a face has no point ${index}`);
  return point;
}
