import type { PictureSize } from '../../frames/frame.js';
import type { FaceNet } from '../nets/face-net.js';
import { blackRowsBelow, rowsMadeOf, rowsThatSee, rowsToLookAt, type SeamView, viewBetween } from '../nets/seam.js';

/** The upper rows of a frame's square: as they are, and scaled to the net's side. */
export interface PictureRows {
  readonly rows: number;
  readonly scaledRows: number;
  /** How many of the net's seams black can be joined on at, from the first on: as far as not all rows see the picture. */
  readonly seams: number;
}

/**
 * What a net has to be given of a frame's square with the black below left out. `undefined` where that is all of it.
 *
 * As many rows as divide without a rest when they are scaled, so that each is scaled as it is in the whole square.
 */
export function pictureRows({ side, seams }: FaceNet, { width, height }: PictureSize): PictureRows | undefined {
  const frameSide = Math.max(width, height);
  const [first] = seams;
  if (first === undefined) return undefined;
  const pictureHeight = Math.ceil((height * side) / frameSide);
  const divisor = greatestCommonDivisor(frameSide, side);
  const steps = Math.ceil((rowsToLookAt(first, pictureHeight) * divisor) / side);
  if (steps >= divisor) return undefined;
  const scaledRows = (steps * side) / divisor;
  return { rows: (steps * frameSide) / divisor, scaledRows, seams: seamsFor(seams, pictureHeight, scaledRows) };
}

/** Follows the rows from seam to seam, as the graph puts them together. */
function seamsFor(seams: readonly SeamView[], pictureHeight: number, scaledRows: number): number {
  let rows = 0;
  for (const [index, seam] of seams.entries()) {
    const before = seams[index - 1];
    if (before === undefined) {
      rows = rowsMadeOf(seam, scaledRows);
    } else {
      const joined = Math.min(before.rows, rows + blackRowsBelow(before, seam));
      rows = rowsMadeOf(viewBetween(before, seam), joined);
    }
    if (rows < rowsThatSee(seam, pictureHeight)) return index;
  }
  return seams.length;
}

function greatestCommonDivisor(first: number, second: number): number {
  return second === 0 ? first : greatestCommonDivisor(second, first % second);
}
