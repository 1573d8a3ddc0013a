import type { Box, Detection } from '@webm-reassembler/protocol';

/** Overlap of two boxes: the shared area as a share of the joint one, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Least overlap at which two boxes of neighbouring frames are taken for the same face. */
const SAME_FACE_OVERLAP = 0.2;

/**
 * What is between two analysed frames: boxes of the same face move from one place to the other in a straight line,
 * others stay until half of the way and appear from then on.
 *
 * @param share how far from `before` (0) to `after` (1)
 */
export function between(
  before: readonly Detection[],
  after: readonly Detection[],
  share: number,
): readonly Detection[] {
  const free = new Set(after);
  const shown: Detection[] = [];
  for (const detection of before) {
    const match = bestMatch(detection, free);
    if (match === undefined) {
      if (share < 0.5) shown.push(detection);
      continue;
    }
    free.delete(match);
    shown.push({ score: mix(detection.score, match.score, share), box: mixBoxes(detection.box, match.box, share) });
  }
  if (share >= 0.5) shown.push(...free);
  return shown;
}

function bestMatch(detection: Detection, candidates: ReadonlySet<Detection>): Detection | undefined {
  let best: Detection | undefined;
  let bestOverlap = SAME_FACE_OVERLAP;
  for (const candidate of candidates) {
    const shared = overlap(detection.box, candidate.box);
    if (shared >= bestOverlap) [best, bestOverlap] = [candidate, shared];
  }
  return best;
}

function mixBoxes(a: Box, b: Box, share: number): Box {
  return {
    x: mix(a.x, b.x, share),
    y: mix(a.y, b.y, share),
    width: mix(a.width, b.width, share),
    height: mix(a.height, b.height, share),
  };
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
