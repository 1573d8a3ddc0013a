import type { Box, Detection } from '@webm-reassembler/protocol';

/** Overlap of two boxes: the shared area as a share of the joint one, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Least overlap at which two boxes without a number are taken for the same face. */
const SAME_FACE_OVERLAP = 0.2;

/**
 * Which detection of one analysed frame is which of a later one: by the number that the server gave the face, and where
 * there is none on one of the sides by overlap.
 *
 * @returns for each detection of `before` that is found again, the one of `after`
 */
export function pairFaces(
  before: readonly Detection[],
  after: readonly Detection[],
): ReadonlyMap<Detection, Detection> {
  const pairs = new Map<Detection, Detection>();
  const free = new Set(after);
  for (const detection of before) {
    const match = sameNumber(detection, free) ?? mostOverlapping(detection, free);
    if (match === undefined) continue;
    pairs.set(detection, match);
    free.delete(match);
  }
  return pairs;
}

function sameNumber({ faceId }: Detection, candidates: ReadonlySet<Detection>): Detection | undefined {
  if (faceId === undefined) return undefined;
  return [...candidates].find((candidate) => candidate.faceId === faceId);
}

function mostOverlapping(detection: Detection, candidates: ReadonlySet<Detection>): Detection | undefined {
  let best: Detection | undefined;
  let bestOverlap = SAME_FACE_OVERLAP;
  for (const candidate of candidates) {
    // Two different numbers are two faces, however much they overlap.
    if (detection.faceId !== undefined && candidate.faceId !== undefined) continue;
    const shared = overlap(detection.box, candidate.box);
    if (shared >= bestOverlap) [best, bestOverlap] = [candidate, shared];
  }
  return best;
}
