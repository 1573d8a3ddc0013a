import type { Box } from '@webm-reassembler/protocol';
import { centreDistance, overlap } from './box-motion.js';

/** Least overlap at which a box can be the one that was expected. */
const LEAST_OVERLAP = 0.15;
/** Farthest centres, in widths and heights of the boxes, at which boxes that hardly overlap can still be the same. */
const FARTHEST = 1;
/** Largest ratio of the areas at which boxes that hardly overlap can still be the same: what moves fast keeps its size. */
const LARGEST_GROWTH = 2;

/**
 * Pairs what was expected with what was found, the likeliest pair first. With the handful of faces of a picture this
 * gives what the optimal assignment would in all but contrived cases.
 *
 * @returns for each index into `expected` that found a partner, the index into `found`
 */
export function matchBoxes(expected: readonly Box[], found: readonly Box[]): ReadonlyMap<number, number> {
  const pairs = expected
    .flatMap((box, one) => found.map((other, two) => ({ one, two, likeness: likeness(box, other) })))
    .filter((pair) => pair.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  for (const { one, two } of pairs) {
    if (matched.has(one) || taken.has(two)) continue;
    matched.set(one, two);
    taken.add(two);
  }
  return matched;
}

/** Above 1 where the boxes overlap, above 0 where they are merely near and alike, else 0. */
function likeness(a: Box, b: Box): number {
  const shared = overlap(a, b);
  if (shared >= LEAST_OVERLAP) return 1 + shared;
  const growth = (a.width * a.height) / (b.width * b.height);
  if (Math.max(growth, 1 / growth) > LARGEST_GROWTH) return 0;
  return Math.max(0, 1 - centreDistance(a, b) / FARTHEST);
}
