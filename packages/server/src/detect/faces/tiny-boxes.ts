import type { PictureSize } from '../../frames/frame.js';
import { overlap } from './area.js';
import { type FoundFace, sigmoid } from './found-face.js';

/** Typical sizes of a face, in cells. */
const ANCHORS = [
  { width: 1.603231, height: 2.094468 },
  { width: 6.041143, height: 7.080126 },
  { width: 2.882459, height: 3.518061 },
  { width: 4.266906, height: 5.178857 },
  { width: 9.041765, height: 10.66308 },
] as const;

/** Numbers of a box: place, size, and how sure. */
const NUMBERS = 5;
/** Of two boxes that overlap by more than this the surer one is kept. */
const MAX_OVERLAP = 0.4;
const CELL_PIXELS = 32;

/** What {@link tinyBoxes} needs to know. */
export interface TinyGrid {
  /** What the net gave: rows of cells, five boxes in each. */
  readonly grid: Float32Array;
  /** Side of the square that the net looked at. */
  readonly side: number;
  readonly frame: PictureSize;
  readonly scoreThreshold: number;
}

/** Reads the faces out of TinyFaceDetector's grid, best score first. Boxes may reach outside the frame. */
export function tinyBoxes({ grid, side, frame, scoreThreshold }: TinyGrid): readonly FoundFace[] {
  const cells = side / CELL_PIXELS;
  const stretch = stretchOf(frame, side);
  const found: FoundFace[] = [];
  for (let box = 0; box < cells * cells * ANCHORS.length; box += 1) {
    const score = sigmoid(grid[box * NUMBERS + 4] ?? 0);
    if (score <= scoreThreshold) continue;
    const numbers = grid.subarray(box * NUMBERS, (box + 1) * NUMBERS);
    const cell = Math.floor(box / ANCHORS.length);
    const place = { column: cell % cells, row: Math.floor(cell / cells), cells, stretch };
    found.push({ score, box: readBox(numbers, ANCHORS[box % ANCHORS.length] ?? ANCHORS[0], place) });
  }
  return keepSurest(found, side);
}

interface Place {
  readonly column: number;
  readonly row: number;
  readonly cells: number;
  readonly stretch: { readonly x: number; readonly y: number };
}

/** The square has black beside the picture: shares of the square become shares of the picture. */
function stretchOf({ width, height }: PictureSize, side: number): Place['stretch'] {
  const scale = side / Math.max(width, height);
  const scaled = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const longer = Math.max(scaled.width, scaled.height);
  return { x: longer / scaled.width, y: longer / scaled.height };
}

function readBox(
  [x = 0, y = 0, width = 0, height = 0]: Float32Array,
  anchor: (typeof ANCHORS)[number],
  { column, row, cells, stretch }: Place,
): FoundFace['box'] {
  const size = {
    width: ((Math.exp(width) * anchor.width) / cells) * stretch.x,
    height: ((Math.exp(height) * anchor.height) / cells) * stretch.y,
  };
  const centre = { x: ((column + sigmoid(x)) / cells) * stretch.x, y: ((row + sigmoid(y)) / cells) * stretch.y };
  return { x: centre.x - size.width / 2, y: centre.y - size.height / 2, ...size };
}

/** Of boxes that overlap, the surest. Of equals the later one, as in face-api. */
function keepSurest(found: readonly FoundFace[], side: number): readonly FoundFace[] {
  let left = found
    .map((face) => ({ face, area: scaled(face.box, side) }))
    .sort((first, second) => first.face.score - second.face.score);
  const kept: FoundFace[] = [];
  for (let surest = left.pop(); surest !== undefined; surest = left.pop()) {
    const { face, area } = surest;
    kept.push(face);
    left = left.filter((other) => overlap(area, other.area) <= MAX_OVERLAP);
  }
  return kept;
}

function scaled({ x, y, width, height }: FoundFace['box'], side: number): FoundFace['box'] {
  return { x: x * side, y: y * side, width: width * side, height: height * side };
}
