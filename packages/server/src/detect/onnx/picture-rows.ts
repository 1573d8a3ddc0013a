import type { PictureSize } from '../../frames/frame.js';
import type { FaceNet } from '../nets/face-net.js';
import { rowsToLookAt } from '../nets/seam.js';

/** The upper rows of a frame's square: as they are, and scaled to the net's side. */
export interface PictureRows {
  readonly rows: number;
  readonly scaledRows: number;
}

/**
 * What a net has to be given of a frame's square with the black below left out. `undefined` where that is all of it.
 *
 * As many rows as divide without a rest when they are scaled, so that each is scaled as it is in the whole square.
 */
export function pictureRows({ side, seam }: FaceNet, { width, height }: PictureSize): PictureRows | undefined {
  const frameSide = Math.max(width, height);
  if (seam === undefined) return undefined;
  const needed = rowsToLookAt(seam, Math.ceil((height * side) / frameSide));
  const divisor = greatestCommonDivisor(frameSide, side);
  const steps = Math.ceil((needed * divisor) / side);
  return steps < divisor ? { rows: (steps * frameSide) / divisor, scaledRows: (steps * side) / divisor } : undefined;
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}
