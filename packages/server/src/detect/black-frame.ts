import type { Frame, PictureSize } from '../frames/frame.js';

/** A frame with nothing in it, to run a detector once before a stream waits for it. */
export function blackFrame(size: PictureSize): Frame {
  const pixels = new Uint8Array(size.width * size.height * 3);
  return { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels };
}
