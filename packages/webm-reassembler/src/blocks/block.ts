import type { FrameDescription } from '../codecs/frame-description.js';
import type { Track } from './track.js';

/** A coded frame (or several, laced) of one track with its time: what a Block, SimpleBlock or BlockGroup carries. */
export interface Block {
  /** The track, as the init segment in force describes it. */
  readonly track: Track;
  /** On the stream's own timeline, which never runs back across restarts; in ms. */
  readonly timestampMs: number;
  /** As the recorder wrote it: starts anew at each restart; in ms. */
  readonly recorderTimestampMs: number;
  /** Octets of the stream before the block's element. */
  readonly offset: number;
  /** Whether the frame can be decoded without any other. Always so for audio. */
  readonly keyframe: boolean;
  /** BlockDuration in ms, where the recorder wrote one. */
  readonly durationMs: number | undefined;
  /**
   * The coded octets behind the Block's header, lacing head included. A view of what was fed: stays valid as long as
   * the caller leaves the fed chunks unchanged. For the single frames of a laced Block, see {@link Block.frames}.
   */
  readonly payload: Uint8Array;
  /** The coded frames: one, or several where the Block is laced. Views, as `payload` is. */
  readonly frames: readonly Uint8Array[];
}

/** Where a Block's element lies in the octets that hold it. */
export interface BlockSource {
  readonly elementId: number;
  readonly octets: Uint8Array;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Where the track number's VINT starts, and its octets. */
  readonly headerStart: number;
  readonly trackNumberWidth: number;
}

/** What the first octets of a keyframe say of it; nothing for other blocks. */
export const NOTHING_DESCRIBED: FrameDescription = {};
