import { fileURLToPath } from 'node:url';
import type { Frame } from '../../src/frames/frame.js';

/** The worked example of `docs/your-own-detector.md`. */
export const MOTION_DETECTOR = fileURLToPath(new URL('../../../../docs/examples/motion-detector.mjs', import.meta.url));

const SIZE = { width: 320, height: 240 };
const SQUARE = { left: 80, side: 80 };

/** A picture with a white square so many rows from the top. */
export function fromTheTop(rows: number): Frame {
  const pixels = new Uint8Array(SIZE.width * SIZE.height * 3);
  for (let row = rows; row < rows + SQUARE.side; row += 1) {
    const start = (row * SIZE.width + SQUARE.left) * 3;
    pixels.fill(255, start, start + SQUARE.side * 3);
  }
  return { ...SIZE, source: SIZE, timestampMs: rows, decodedAtMs: 0, pixels };
}
