import type { Point } from '@webm-reassembler/protocol';

/** One line through some of the 68 points of a face, by the place of its first and last point. */
interface FaceLine {
  readonly first: number;
  readonly last: number;
  /** Whether it ends where it began, as a lip does. */
  readonly isClosed: boolean;
}

const POINTS_OF_A_FACE = 68;

/** The usual order of the 68 points: jaw, brows, bridge and wings of the nose, eyes, outer and inner lips. */
const LINES: readonly FaceLine[] = [
  { first: 0, last: 16, isClosed: false },
  { first: 17, last: 21, isClosed: false },
  { first: 22, last: 26, isClosed: false },
  { first: 27, last: 30, isClosed: false },
  { first: 31, last: 35, isClosed: false },
  { first: 36, last: 41, isClosed: true },
  { first: 42, last: 47, isClosed: true },
  { first: 48, last: 59, isClosed: true },
  { first: 60, last: 67, isClosed: true },
];

/**
 * The lines to draw through landmarks; a closed one ends with its first point.
 *
 * @param points 68 in the usual order; of any other number, as a detector of one's own may find, each is a line of its own
 */
export function faceLines(points: readonly Point[]): readonly (readonly Point[])[] {
  if (points.length !== POINTS_OF_A_FACE) return points.map((point) => [point]);
  return LINES.map(({ first, last, isClosed }) => [
    ...points.slice(first, last + 1),
    ...(isClosed ? points.slice(first, first + 1) : []),
  ]);
}
