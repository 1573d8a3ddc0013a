import type { MediaSegment } from 'webm-reassembler';
import { chunkFileName, type ChunkRecord } from './chunk-record.js';
import type { SegmentPlace } from './recording-files.js';

/** Where an init segment lies in `init-segments.bin`. */
export interface InitPlace {
  readonly initFromOctet: number;
  readonly initToOctet: number;
}

/** A stretch of media segments in a file of the recording. */
interface Stretch {
  readonly recording: string;
  readonly fromOctet: number;
  readonly startMs: number;
  toOctet: number;
  endMs: number;
  blocks: number;
  hasRandomAccessPoint: boolean;
}

interface OwnStretch extends Stretch {
  readonly leadIn: Stretch | undefined;
}

/**
 * Finds for each chunk the part of the recording that plays on its own: from the last random access point before the
 * chunk to its end. Storing where that is takes a line; storing the octets would take each chunk as many as the GOP has
 * so far, which grows with the square of a GOP's length.
 */
export class PieceIndex {
  #init: InitPlace | undefined;
  /** What a decoder needs that begins now. Before the first random access point everything: a recording may begin with its sound. */
  #gop: Stretch | undefined;
  #own: OwnStretch | undefined;
  #pieces: ChunkRecord[] = [];

  /** What follows belongs to another init segment. */
  begin(place: InitPlace, sequence: number): void {
    this.#finish(sequence);
    this.#init = place;
    this.#gop = undefined;
  }

  /** A media segment of the chunk has its place. */
  add(segment: MediaSegment, place: SegmentPlace): void {
    const startsAnew = segment.opensWithRandomAccessPoint && this.#gop?.hasRandomAccessPoint === true;
    if (this.#own === undefined) {
      const leadIn = startsAnew || this.#gop === undefined ? undefined : { ...this.#gop };
      this.#own = { ...stretchOf(segment, place), leadIn };
    } else {
      extend(this.#own, segment, place);
    }
    if (this.#gop === undefined || startsAnew) this.#gop = stretchOf(segment, place);
    else extend(this.#gop, segment, place);
  }

  /** The chunk is over. @returns its pieces: none where it completed no block, several where its tracks changed within */
  take(sequence: number): readonly ChunkRecord[] {
    this.#finish(sequence);
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #finish(sequence: number): void {
    const own = this.#own;
    const init = this.#init;
    this.#own = undefined;
    if (own === undefined || init === undefined) return;
    const { leadIn, recording, toOctet } = own;
    const fromOctet = leadIn?.fromOctet ?? own.fromOctet;
    const startMs = leadIn?.startMs ?? own.startMs;
    this.#pieces.push({
      sequence,
      file: chunkFileName(sequence, this.#pieces.length),
      octets: init.initToOctet - init.initFromOctet + toOctet - fromOctet,
      startMs,
      endMs: Math.max(leadIn?.endMs ?? own.endMs, own.endMs),
      leadInBlocks: leadIn?.blocks ?? 0,
      leadInMs: own.startMs - startMs,
      recording,
      fromOctet,
      toOctet,
      ...init,
    });
  }
}

function stretchOf(segment: MediaSegment, { recording, fromOctet, toOctet }: SegmentPlace): Stretch {
  return {
    recording,
    fromOctet,
    toOctet,
    startMs: segment.timestampMs,
    endMs: segment.endTimestampMs,
    blocks: segment.blocks.length,
    hasRandomAccessPoint: segment.opensWithRandomAccessPoint,
  };
}

function extend(stretch: Stretch, segment: MediaSegment, { toOctet }: SegmentPlace): void {
  stretch.toOctet = toOctet;
  stretch.endMs = Math.max(stretch.endMs, segment.endTimestampMs);
  stretch.blocks += segment.blocks.length;
  stretch.hasRandomAccessPoint ||= segment.opensWithRandomAccessPoint;
}
