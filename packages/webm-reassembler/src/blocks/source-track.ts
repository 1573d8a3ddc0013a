import { describeNothing, frameDescriberFor, type FrameDescriber } from '../codecs/codec.js';
import { ID } from '../elements/element-ids.js';
import { childOf } from '../elements/element-tree.js';
import type { TrackEntry } from './track-entry.js';
import type { Track } from './track.js';

/** A track of the run that is being read, with what is remembered of it from block to block. */
export class SourceTrack {
  readonly entry: TrackEntry;
  readonly isVideo: boolean;
  /** Looks into frames; says nothing where they are encrypted or compressed (ContentEncodings). */
  readonly describe: FrameDescriber;
  /** Whether keyframes carry the picture's size, so that the header's need not be believed. */
  readonly describesPictureSize: boolean;
  /** The track as it is emitted; the recorder's own until the segments decide otherwise. */
  output: Track;
  /** Whether blocks must be dropped until the next random access point. */
  awaitsKeyframe: boolean;
  /** Timeline ticks of the newest block, and from the one before to it. */
  lastTicks = -Infinity;
  stepTicks = 1;

  constructor(entry: TrackEntry) {
    this.entry = entry;
    this.isVideo = entry.track.type === 'video';
    this.awaitsKeyframe = this.isVideo;
    const isEncoded = childOf(entry.children, ID.ContentEncodings) !== undefined;
    this.describe = isEncoded ? describeNothing : frameDescriberFor(entry.track.codecId, entry.track.codecPrivate !== undefined);
    this.describesPictureSize = this.describe !== describeNothing;
    this.output = entry.track;
  }
}
