import type { FrameDescription } from './frame-description.js';

/** RFC 6386, section 9.1: a 3-octet frame tag, and behind it for a keyframe a start code and the size. */
export function describeVp8Frame(frame: Uint8Array): FrameDescription {
  const [tag = 1, , , startA, startB, startC, widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = frame;
  if (frame.length < 10 || (tag & 1) === 1) return { isKeyframe: false };
  if (startA !== 0x9d || startB !== 0x01 || startC !== 0x2a) return { isKeyframe: false };
  return {
    isKeyframe: true,
    width: ((widthHigh & 0x3f) << 8) | widthLow,
    height: ((heightHigh & 0x3f) << 8) | heightLow,
  };
}
