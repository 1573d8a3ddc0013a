import type { PictureSize } from '../../frames/frame.js';
import { SSD_SIDE } from '../nets/ssd-mobilenet.js';
import { overlap } from './area.js';
import { type FoundFace, sigmoid } from './found-face.js';

const MAX_FACES = 100;
/** Of two boxes that overlap by more than this the surer one is kept. */
const MAX_OVERLAP = 0.5;
const BOX_NUMBERS = 4;
const CLASSES = 3;

/** What {@link ssdBoxes} needs to know. */
export interface SsdOutputs {
  /** What the net gave: boxes of six grids, then scores of the six grids. */
  readonly outputs: readonly Float32Array[];
  /** Top, left, bottom and right of each typical box, in shares of the square; from the weights. */
  readonly priors: Float32Array;
  readonly frame: PictureSize;
  readonly scoreThreshold: number;
}

/** Reads the faces out of what SSD MobileNet gives, best score first. Boxes end at the frame's edge. */
export function ssdBoxes({ outputs, priors, frame, scoreThreshold }: SsdOutputs): readonly FoundFace[] {
  const grids = outputs.length / 2;
  const boxes = concatenated(outputs.slice(0, grids));
  const classes = concatenated(outputs.slice(grids));
  const candidates: FoundFace[] = [];
  for (let index = 0; index * CLASSES < classes.length; index += 1) {
    const score = Math.fround(sigmoid(classes[index * CLASSES + 1] ?? 0));
    if (score <= scoreThreshold) continue;
    const [first, last] = [index * BOX_NUMBERS, (index + 1) * BOX_NUMBERS];
    candidates.push({ score, box: readBox(boxes.subarray(first, last), priors.subarray(first, last)) });
  }
  const kept = keepSurest(candidates);
  return kept.map(({ score, box }) => ({ score, box: inFrame(box, frame) }));
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

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
