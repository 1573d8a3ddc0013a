import type { Block } from '../blocks/block.js';
import type { Track } from '../blocks/track.js';
import type { DamageCode } from '../elements/damage.js';

/**
 * What a decoder needs before any media: EBML header, Segment of unknown size, Info without a Duration, Tracks.
 * An initialization segment of the W3C's WebM byte stream format.
 */
export interface InitSegment {
  readonly kind: 'init-segment';
  readonly octets: Uint8Array;
  readonly tracks: readonly Track[];
  /** `webm`, or `matroska` where the recorder said so (Chromium does for H.264). */
  readonly docType: string;
  /** Type with `codecs`, as `MediaSource.isTypeSupported` takes it. */
  readonly mimeType: string;
  /** Nanoseconds per tick of the timestamps inside the segments. */
  readonly timestampScaleNs: number;
}

/**
 * One re-framed Cluster of known size with whole blocks only: a media segment of the W3C's WebM byte stream format. With
 * `mediaSegments: 'continuing'` it is the opening of a Cluster of unknown size, or a block that goes on in it.
 */
export interface MediaSegment {
  readonly kind: 'media-segment';
  /**
   * The Cluster, or its part. Its own copy: it stays valid whatever becomes of the chunks that were fed. Small ones share one
   * `ArrayBuffer`: copy (`octets.slice()`) before transferring it to a worker.
   */
  readonly octets: Uint8Array;
  /** The init segment that belongs before it. */
  readonly initSegment: InitSegment;
  /**
   * Whether a decoder can begin here: the first block is a keyframe of the video, or there is no video. `initSegment`
   * and the media segments from any such one on are a valid WebM stream at every segment boundary.
   */
  readonly opensWithRandomAccessPoint: boolean;
  /** Timestamp of the first block, in ms on the stream's timeline. */
  readonly timestampMs: number;
  /** The largest timestamp of any block within, in ms on the stream's timeline. */
  readonly endTimestampMs: number;
  /** The blocks within, in order. Their payloads are views of the fed chunks. */
  readonly blocks: readonly Block[];
}

/**
 * Why there is a gap.
 *
 * Besides the codes of damage:
 * - `missing-header`: the recording came without its beginning; its tracks were rebuilt from what followed.
 * - `missing-chunk`: a sequence number was left out.
 * - `truncated`: the stream ended inside an element.
 * - `no-keyframe-yet`: video frames at the start of a run that need an earlier one, which never came.
 * - `lost-reference`: video frames after a gap that depend on what was lost in it.
 */
export type GapCode =
  DamageCode | 'missing-header' | 'missing-chunk' | 'truncated' | 'no-keyframe-yet' | 'lost-reference';

/** Something that was not emitted: because it is missing, cannot be read, or depends on what is. What follows is whole. */
export interface Gap {
  readonly kind: 'gap';
  readonly code: GapCode;
  /** For people: what happened, and what to do about it. Of the core without `gapMessage`: the code again. */
  readonly message: string;
  /** Octets fed before the gap. */
  readonly startOctet: number;
  /** Octets fed before what follows the gap. Octets that never arrived are not counted. */
  readonly endOctet: number;
  /** Timestamp of the last block before the gap, in ms on the stream's timeline; absent when there was none. */
  readonly startMs?: number;
  /** Timestamp of the first block after the gap, in ms; absent when none came. */
  readonly endMs?: number;
  /** Blocks that were read and dropped. */
  readonly droppedBlocks: number;
  /** For `missing-chunk`: the first and the last sequence number that is missing. */
  readonly missingSequences?: { readonly first: number; readonly last: number };
}

/** A gap that has not been put in words. */
export type UntoldGap = Omit<Gap, 'message'>;

/** What `feed` returns, in the order of the stream. */
export type Output = InitSegment | MediaSegment | Gap;
