import type { Point } from '@webm-reassembler/protocol';
import { FACE_SIDE } from '../nets/separable.js';
import type { Area } from './area.js';

/** The 68 points of one face. */
export interface Landmarks {
  /** In pixels of the frame. */
  readonly points: readonly Point[];
  /** Size of the part that the net looked at. */
  readonly seen: { readonly width: number; readonly height: number };
}

/**
 * Puts what a landmark net gave onto the frame.
 *
 * @param numbers x and y of each point, in shares of the net's square
 * @param seen the whole pixels that the net looked at
 * @param corner where face-api counts from: the corner of the face's box, which may lie outside the frame
 */
export function readLandmarks(numbers: Float32Array, seen: Area, corner: Point): Landmarks {
  const { width, height } = seen;
  const scale = FACE_SIDE / Math.max(width, height);
  const picture = { width: width * scale, height: height * scale };
  const black = { x: (FACE_SIDE - picture.width) / 2, y: (FACE_SIDE - picture.height) / 2 };
  const points = Array.from({ length: numbers.length / 2 }, (_, index) => ({
    x: (((numbers[index * 2] ?? 0) * FACE_SIDE - black.x) / picture.width) * width + corner.x,
    y: (((numbers[index * 2 + 1] ?? 0) * FACE_SIDE - black.y) / picture.height) * height + corner.y,
  }));
  return { points, seen: { width, height } };
}
