/**
 * Finds a picture again that got another shape: where a phone is turned, a window is dragged, a canvas is resized. What
 * was to be seen then is elsewhere: cut off at the sides, or smaller between bars, or stretched. None of it says which,
 * so the one picture is laid onto the other in every place and size that can be, and the best fit is taken.
 *
 * It takes some 10 ms, and is done once for each change of shape, which starts another decoder too.
 */
import { LOOKS_ACROSS, LOOKS_DOWN, type PictureSignature } from './picture-signature.js';

/** Where in a picture that is which was at `x`, `y` in the one before: at `x * xScale + xShift`, `y * yScale + yShift`. */
export interface PictureShift {
  readonly xScale: number;
  readonly yScale: number;
  /** In shares of the picture. */
  readonly xShift: number;
  readonly yShift: number;
}

/** How a part of one picture was found in the other. */
export interface FoundPicture {
  readonly shift: PictureShift;
  /** Correlation of the brightness in what both show, -1 to 1. */
  readonly fit: number;
}

/** The part of the picture before that the new one shows, in shares of the one before; may reach beyond it. */
interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Candidate {
  readonly view: View;
  readonly fit: number;
}

/** Heights that are tried first, in heights of the picture before: half to double, in quarters of an octave. */
const HEIGHTS = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((quarters) => 2 ** (quarters / 4));
/** Steps of the places that are tried first, in shares of the picture before. */
const COARSE_STEP = 0.06;
/** Times that the neighbours of the best are tried, at half the distance each time. */
const REFINEMENTS = 4;
/** Share of the smaller of the two that both must show, in each direction: a few places fit anywhere. */
const LEAST_COMMON = 0.6;
/** Places, across and down, at which the two are compared. */
const COMPARED = 8;
/** Variance of brightness below which there is nothing to be compared. */
const LEAST_VARIANCE = 4;

/** @returns the likeliest place, however unlikely: see {@link FoundPicture.fit} */
export function findPicture(before: PictureSignature, after: PictureSignature): FoundPicture {
  const relativeShape = after.shape / before.shape;
  const fitOf = (view: View): Candidate => ({ view, fit: fitIn(before, after, view) });
  // A picture that is stretched is where it was, in shares of it.
  let best = fitOf({ x: 0, y: 0, width: 1, height: 1 });
  const consider = (view: View): void => {
    const candidate = fitOf(view);
    if (candidate.fit > best.fit) best = candidate;
  };
  for (const height of HEIGHTS) {
    const width = height * relativeShape;
    for (const y of placesOf(height)) for (const x of placesOf(width)) consider({ x, y, width, height });
  }
  for (let round = 1; round <= REFINEMENTS; round += 1) for (const view of around(best.view, round)) consider(view);
  return { shift: shiftInto(best.view), fit: best.fit };
}

/** Where a view of this length can begin, so that enough of it is in the picture or of the picture in it. */
function placesOf(length: number): readonly number[] {
  const common = LEAST_COMMON * Math.min(1, length);
  const [first, last] = [common - length, 1 - common];
  const steps = Math.ceil((last - first) / COARSE_STEP);
  return Array.from({ length: steps + 1 }, (_, step) => first + ((last - first) * step) / steps);
}

/** A little larger, smaller, and to all sides. */
function around(view: View, round: number): readonly View[] {
  const step = COARSE_STEP / 2 ** round;
  const growth = 2 ** (1 / 4 / 2 ** round);
  return [1 / growth, 1, growth].flatMap((times) => {
    const [width, height] = [view.width * times, view.height * times];
    const [x, y] = [view.x + (view.width - width) / 2, view.y + (view.height - height) / 2];
    return [-step, 0, step].flatMap((across) =>
      [-step, 0, step].map((down) => ({ x: x + across, y: y + down, width, height })),
    );
  });
}

function shiftInto({ x, y, width, height }: View): PictureShift {
  return { xScale: 1 / width, yScale: 1 / height, xShift: -x / width, yShift: -y / height };
}

/** Correlation of the brightness of both pictures in what both show, were the new one this view of the one before. */
function fitIn(before: PictureSignature, after: PictureSignature, { x, y, width, height }: View): number {
  const [left, right] = [Math.max(0, -x / width), Math.min(1, (1 - x) / width)];
  const [top, bottom] = [Math.max(0, -y / height), Math.min(1, (1 - y) / height)];
  if (right <= left || bottom <= top) return -1;
  const oldRows = placesIn(y + top * height, y + bottom * height, LOOKS_DOWN);
  const newRows = placesIn(top, bottom, LOOKS_DOWN);
  const oldColumns = placesIn(x + left * width, x + right * width, LOOKS_ACROSS);
  const newColumns = placesIn(left, right, LOOKS_ACROSS);
  let [sumOld, sumNew, squaresOld, squaresNew, products] = [0, 0, 0, 0, 0];
  for (let row = 0; row < COMPARED; row += 1) {
    for (let column = 0; column < COMPARED; column += 1) {
      const old = lightAt(before, oldRows[row], oldColumns[column]);
      const now = lightAt(after, newRows[row], newColumns[column]);
      sumOld += old;
      sumNew += now;
      squaresOld += old * old;
      squaresNew += now * now;
      products += old * now;
    }
  }
  const places = COMPARED ** 2;
  const varianceOld = squaresOld / places - (sumOld / places) ** 2;
  const varianceNew = squaresNew / places - (sumNew / places) ** 2;
  if (Math.min(varianceOld, varianceNew) < LEAST_VARIANCE) return 0;
  return (products / places - (sumOld * sumNew) / places ** 2) / Math.sqrt(varianceOld * varianceNew);
}

/** A place between two neighbours of those that were looked at, and how near it is to the second, 0 to 1. */
interface Place {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/** Places at which the pictures are compared, evenly spread between two shares of the picture. */
function placesIn(from: number, to: number, looks: number): readonly Place[] {
  return Array.from({ length: COMPARED }, (_, index) => {
    const share = from + ((to - from) * (index + 0.5)) / COMPARED;
    const at = Math.min(looks - 1, Math.max(0, share * looks - 0.5));
    const first = Math.floor(at);
    return { first, second: Math.min(looks - 1, first + 1), share: at - first };
  });
}

function lightAt({ looks }: PictureSignature, row: Place | undefined, column: Place | undefined): number {
  if (row === undefined || column === undefined) return 0;
  const [upper, lower] = [row.first * LOOKS_ACROSS, row.second * LOOKS_ACROSS];
  const above = mixed(looks[upper + column.first] ?? 0, looks[upper + column.second] ?? 0, column.share);
  const below = mixed(looks[lower + column.first] ?? 0, looks[lower + column.second] ?? 0, column.share);
  return mixed(above, below, row.share);
}

function mixed(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}
