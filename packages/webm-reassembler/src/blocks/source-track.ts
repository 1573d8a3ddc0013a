import { vp8 } from '../codecs/vp8.js';
import { vp9 } from '../codecs/vp9.js';
import type { VideoCodec } from '../codecs/video-codec.js';
import * as ID from '../elements/matroska-ids.js';
import { childOf } from '../elements/element-tree.js';
import type { TrackEntry } from './track-entry.js';
import type { Track } from './track.js';

/** A track of the run that is being read, with what is remembered of it from block to block. */
export class SourceTrack {
  readonly entry: TrackEntry;
  readonly isVideo: boolean;
  /** Looks into frames; `undefined` where they are encrypted or compressed (ContentEncodings), or of an unknown codec. */
  readonly codec: VideoCodec | undefined;
  /** The track as it is emitted; the recorder's own until the segments decide otherwise. */
  output: Track;
  /** Whether blocks must be dropped until the next random access point. */
  awaitsKeyframe: boolean;
  /** Whether that is because of a loss, and not because the run has only begun. */
  hasLostReference = false;
  /** Whether frames are encrypted or compressed (ContentEncodings): nothing is known of them. */
  readonly isEncoded: boolean;
  /** How far times may run back from block to block though nothing is wrong, in ms. */
  readonly toleranceMs: number;
  /** Newest time that the recorder gave a block of this track, in ms. */
  newestRecorderMs = -Infinity;
  /** Timeline ticks of the newest block, and from the one before to it. */
  lastTicks = -Infinity;
  stepTicks = 1;

  /** @param codecs - those to look into beside VP8 and VP9 */
  constructor(entry: TrackEntry, codecs: readonly VideoCodec[]) {
    const { type, codecId, codecPrivate } = entry.track;
    this.entry = entry;
    this.isVideo = type === 'video';
    this.awaitsKeyframe = this.isVideo;
    this.isEncoded = childOf(entry.children, ID.ContentEncodings) !== undefined;
    this.codec = [vp8, vp9, ...codecs].find(
      (codec) => codec.codecId === codecId && !this.isEncoded && !(codec.lacksCodecPrivate && codecPrivate),
    );
    this.toleranceMs = WITHOUT_REORDERING.test(codecId) ? JITTER_MS : REORDERING_MS;
    this.output = entry.track;
  }
}

/** Muxers round and jitter by less. */
const JITTER_MS = 10;
/** Codecs that reorder frames carry presentation times that run back by less. */
const REORDERING_MS = 1000;
const WITHOUT_REORDERING = /^(V_VP8|V_VP9|V_AV1|A_.*)$/;
