/** @import { Box, Detection } from '@webm-reassembler/protocol' */

/** Two boxes that overlap by at least this are the same face. */
const SAME_FACE = 0.3;

/**
 * How many of the faces are found by detections that are sure enough: each detection is for one face at most.
 *
 * @param {readonly Box[]} faces
 * @param {readonly Detection[]} detections Best score first.
 * @param {number} threshold
 */
export function facesFound(faces, detections, threshold) {
  const left = new Set(faces);
  for (const { score, box } of detections) {
    if (score <= threshold) continue;
    const best = [...left].sort((first, second) => overlap(second, box) - overlap(first, box))[0];
    if (best !== undefined && overlap(best, box) >= SAME_FACE) left.delete(best);
  }
  return faces.length - left.size;
}

/**
 * Intersection over union; shares of the same frame, so the pixels' shape does not matter.
 *
 * @param {Box} first
 * @param {Box} second
 */
function overlap(first, second) {
  const right = Math.min(first.x + first.width, second.x + second.width);
  const bottom = Math.min(first.y + first.height, second.y + second.height);
  const common = Math.max(0, right - Math.max(first.x, second.x)) * Math.max(0, bottom - Math.max(first.y, second.y));
  return common / (first.width * first.height + second.width * second.height - common);
}
