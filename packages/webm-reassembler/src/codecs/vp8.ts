import type { FrameDescription } from './frame-description.js';
import type { VideoCodec } from './video-codec.js';

/** What each frame but a keyframe says. */
export const DELTA: FrameDescription = { isKeyframe: false };

/** Whether a frame that begins with this octet is not a keyframe. */
export function isVp8Delta(first = 1): boolean {
  return (first & 1) === 1;
}

/** RFC 6386, section 9.1: a 3-octet frame tag, and behind it for a keyframe a start code and the size. */
export function describeVp8Frame(frame: Uint8Array): FrameDescription {
  if (isVp8Delta(frame[0])) return DELTA; // nearly every frame: looked at without taking it apart
  const [, , , startA, startB, startC, widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = frame;
  if (frame.length < 10 || startA !== 0x9d || startB !== 0x01 || startC !== 0x2a) return DELTA;
  return {
    isKeyframe: true,
    width: ((widthHigh & 0x3f) << 8) | widthLow,
    height: ((heightHigh & 0x3f) << 8) | heightLow,
  };
}

export const vp8: VideoCodec = { codecId: 'V_VP8', describe: describeVp8Frame, framesSayType: true };
