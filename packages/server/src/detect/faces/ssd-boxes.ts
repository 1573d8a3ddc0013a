import type { PictureSize } from '../../frames/frame.js';
import { BOX_NUMBERS, SSD_SIDE } from '../nets/ssd-mobilenet.js';
import { overlap } from './area.js';
import { type FoundFace, sigmoid } from './found-face.js';

const MAX_FACES = 100;
/** Of two boxes that overlap by more than this the surer one is kept. */
const MAX_OVERLAP = 0.5;
/** Boxes of a cell, in the finest grid and in the others. */
const CELL_BOXES = { finest: 3, others: 6 };

/** What {@link ssdBoxes} needs to know. */
export interface SsdOutputs {
  /** What the net gave: six grids, in each cell the boxes and then their scores. */
  readonly outputs: readonly Float32Array[];
  /** Top, left, bottom and right of each typical box, in shares of the square; from the weights. */
  readonly priors: Float32Array;
  readonly frame: PictureSize;
  readonly scoreThreshold: number;
}

/** Reads the faces out of what SSD MobileNet gives, best score first. Boxes end at the frame's edge. */
export function ssdBoxes({ outputs, priors, frame, scoreThreshold }: SsdOutputs): readonly FoundFace[] {
  const candidates: FoundFace[] = [];
  let boxes = 0;
  for (const [index, grid] of outputs.entries()) {
    const cellBoxes = index === 0 ? CELL_BOXES.finest : CELL_BOXES.others;
    const priorsOfGrid = priors.subarray(boxes * BOX_NUMBERS);
    candidates.push(...readGrid({ grid, cellBoxes, priors: priorsOfGrid, scoreThreshold }));
    boxes += grid.length / (BOX_NUMBERS + 1);
  }
  const kept = keepSurest(candidates);
  return kept.map(({ score, box }) => ({ score, box: inFrame(box, frame) }));
}

interface SsdGrid {
  readonly grid: Float32Array;
  readonly cellBoxes: number;
  readonly priors: Float32Array;
  readonly scoreThreshold: number;
}

function readGrid({ grid, cellBoxes, priors, scoreThreshold }: SsdGrid): readonly FoundFace[] {
  const found: FoundFace[] = [];
  const cellLength = cellBoxes * (BOX_NUMBERS + 1);
  for (let box = 0; box * (BOX_NUMBERS + 1) < grid.length; box += 1) {
    const [cell, numberInCell] = [Math.floor(box / cellBoxes) * cellLength, box % cellBoxes];
    const score = Math.fround(sigmoid(grid[cell + cellBoxes * BOX_NUMBERS + numberInCell] ?? 0));
    if (score <= scoreThreshold) continue;
    const first = cell + numberInCell * BOX_NUMBERS;
    const prior = priors.subarray(box * BOX_NUMBERS, (box + 1) * BOX_NUMBERS);
    found.push({ score, box: readBox(grid.subarray(first, first + BOX_NUMBERS), prior) });
  }
  return found;
}

function readBox(
  [y = 0, x = 0, height = 0, width = 0]: Float32Array,
  [top = 0, left = 0, bottom = 0, right = 0]: Float32Array,
): FoundFace['box'] {
  const prior = { height: bottom - top, width: right - left };
  const size = { height: Math.exp(height / 5) * prior.height, width: Math.exp(width / 5) * prior.width };
  const centre = {
    y: (y / 10) * prior.height + top + prior.height / 2,
    x: (x / 10) * prior.width + left + prior.width / 2,
  };
  return { x: centre.x - size.width / 2, y: centre.y - size.height / 2, ...size };
}

function keepSurest(candidates: readonly FoundFace[]): readonly FoundFace[] {
  const kept: FoundFace[] = [];
  for (const candidate of [...candidates].sort((first, second) => second.score - first.score)) {
    if (kept.length >= MAX_FACES) break;
    if (kept.every(({ box }) => overlap(candidate.box, box) <= MAX_OVERLAP)) kept.push(candidate);
  }
  return kept;
}

/** From shares of the square, cut off at its edges, to shares of the frame. */
function inFrame({ x, y, width, height }: FoundFace['box'], frame: PictureSize): FoundFace['box'] {
  const scale = SSD_SIDE / Math.max(frame.width, frame.height);
  const stretch = {
    x: SSD_SIDE / Math.round(frame.width * scale),
    y: SSD_SIDE / Math.round(frame.height * scale),
  };
  const [left, right] = [Math.max(0, x) * stretch.x, Math.min(1, x + width) * stretch.x];
  const [top, bottom] = [Math.max(0, y) * stretch.y, Math.min(1, y + height) * stretch.y];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
