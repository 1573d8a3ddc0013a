import { describeNothing, frameDescriberFor, type FrameDescriber } from '../codecs/codec.js';
import { describeAv1TemporalUnit } from '../codecs/av1.js';
import { describeAnnexBFrame } from '../codecs/h264.js';
import { describeVp8Frame } from '../codecs/vp8.js';
import { describeVp9Frame } from '../codecs/vp9.js';
import * as ID from '../elements/matroska-ids.js';
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
  /** Whether that is because of a loss, and not because the run has only begun. */
  hasLostReference = false;
  /** Whether the header alone does not say how to decode: a keyframe must be seen first (AV1, H.264 in Annex B). */
  readonly needsKeyframeForHeader: boolean;
  /**
   * Whether each frame says in its first octets if it is a keyframe (VP8, VP9), so that a missing flag is mended. AV1 and
   * H.264 may repeat their set-up where no picture can begin: there the flag is needed.
   */
  readonly framesSayType: boolean;
  /** Whether the frames are H.264 in Annex B form. */
  readonly isAnnexB: boolean;
  /** Whether frames are encrypted or compressed (ContentEncodings): nothing is known of them. */
  readonly isEncoded: boolean;
  /** How far times may run back from block to block though nothing is wrong, in ms. */
  readonly toleranceMs: number;
  /** Newest time that the recorder gave a block of this track, in ms. */
  newestRecorderMs = -Infinity;
  /** Timeline ticks of the newest block, and from the one before to it. */
  lastTicks = -Infinity;
  stepTicks = 1;

  /** @param describeH264 - how to look into H.264 that is to be converted */
  constructor(entry: TrackEntry, describeH264?: FrameDescriber) {
    this.entry = entry;
    this.isVideo = entry.track.type === 'video';
    this.awaitsKeyframe = this.isVideo;
    const isEncoded = childOf(entry.children, ID.ContentEncodings) !== undefined;
    const { codecId, codecPrivate } = entry.track;
    const describe = isEncoded ? describeNothing : frameDescriberFor(codecId, codecPrivate !== undefined);
    this.isAnnexB = describe === describeAnnexBFrame;
    this.describe = (this.isAnnexB ? describeH264 : undefined) ?? describe;
    this.framesSayType = describe === describeVp8Frame || describe === describeVp9Frame;
    this.describesPictureSize = describe !== describeNothing;
    this.needsKeyframeForHeader = this.isAnnexB || describe === describeAv1TemporalUnit;
    this.isEncoded = isEncoded;
    this.toleranceMs = WITHOUT_REORDERING.test(codecId) ? JITTER_MS : REORDERING_MS;
    this.output = entry.track;
  }
}

/** Muxers round and jitter by less. */
const JITTER_MS = 10;
/** Codecs that reorder frames carry presentation times that run back by less. */
const REORDERING_MS = 1000;
const WITHOUT_REORDERING = /^(V_VP8|V_VP9|V_AV1|A_.*)$/;
