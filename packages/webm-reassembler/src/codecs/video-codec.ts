import type { FrameDescription } from './frame-description.js';

/** Looks into a coded frame. */
export type FrameDescriber = (frame: Uint8Array) => FrameDescription;

/** What is known of a video codec, so that its frames can be looked into. */
export interface VideoCodec {
  /** The Matroska CodecID of its tracks. */
  readonly codecId: string;
  /** Says what a frame, or a temporal unit, tells of itself. */
  readonly describe: FrameDescriber;
  /**
   * Whether each frame says in its first octets if it is a keyframe (VP8, VP9), so that a missing flag is mended. AV1 and
   * H.264 may repeat their set-up where no picture can begin: there the flag is needed.
   */
  readonly framesSayType?: boolean;
  /** Whether the header alone does not say how to decode: a keyframe must be seen first (AV1, H.264 in Annex B). */
  readonly needsKeyframeForHeader?: boolean;
  /** Whether this is the form of the codec that has no CodecPrivate in the header (H.264 in Annex B). */
  readonly lacksCodecPrivate?: boolean;
}
