import type { Size } from './geometry.js';

/** Ratio from which on a shape is another one; less is the rounding of a scaled picture. */
const OTHER_SHAPE = 1.02;

/**
 * Whether two analysed pictures are of the same shape. Where they are not (a phone was turned, a canvas resized), a face is
 * elsewhere in shares of the picture without having moved.
 */
export function hasSameShape(one: Size, other: Size): boolean {
  const ratio = (one.width * other.height) / (one.height * other.width);
  return Math.max(ratio, 1 / ratio) < OTHER_SHAPE;
}
