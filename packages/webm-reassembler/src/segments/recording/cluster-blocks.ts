import { readBlockGroup, type BlockGroup } from '../../blocks/block-group.js';
import { readBlockHeader, type BlockHeader } from '../../blocks/block-header.js';
import {
  MALFORMED,
  NEED_MORE,
  readElementHeader,
  UNKNOWN_SIZE,
  type ElementHeader,
} from '../../elements/element-header.js';
import * as ID from '../../elements/matroska-ids.js';
import { readUnsigned } from '../../octets/numbers.js';
import type { ArrivingBlocks } from './arriving-block.js';

/** Octets of a block's relative timestamp, and of the flags behind it. */
const TIMESTAMP_AND_FLAGS = 3;

const header: ElementHeader = { id: 0, size: 0, need: 0 };
const block: BlockHeader = { trackNumber: 0, trackNumberWidth: 0, relativeTicks: 0, flags: 0, payloadStart: 0 };
const group: BlockGroup = { blockStart: -1, blockEnd: -1, isFlagged: false, hasAdditions: false, durationTicks: -1 };

/**
 * Walks over the blocks of a media segment: one Cluster, whose Timestamp comes before its blocks, or blocks that go on in
 * one. Where each block lies is left in the fields, and written over by the next; this is the hot loop of a recording.
 */
export class ClusterBlocks implements ArrivingBlocks {
  /** Where the block's element lies: a SimpleBlock or BlockGroup. */
  start = 0;
  end = 0;
  trackNumber = 0;
  /** Where the two octets of its relative timestamp stand. */
  timestampAt = 0;
  ticks = 0;
  hasKeyframeFlag = false;
  readonly #segment: Uint8Array;
  readonly #clusterEnd: number;
  #at = 0;
  /** Unknown where the Cluster was opened by an earlier segment, until the first block tells. */
  #clusterTicks: number | undefined;
  readonly #firstTicks: number;

  /** @param firstTicks - time of the first block in ticks: a block that goes on in a Cluster says its time to that only */
  constructor(segment: Uint8Array, firstTicks: number) {
    this.#segment = segment;
    this.#firstTicks = firstTicks;
    this.#clusterEnd = segment.length;
    const headerLength = readElementHeader(segment, 0, segment.length, header);
    if (headerLength <= 0 || header.id !== ID.Cluster) return;
    this.#at = headerLength;
    if (header.size !== UNKNOWN_SIZE) this.#clusterEnd = Math.min(segment.length, headerLength + header.size);
  }

  get octets(): number {
    return this.end - this.start;
  }

  get headOctets(): number {
    return this.timestampAt + TIMESTAMP_AND_FLAGS - this.start;
  }

  writeHead(head: Uint8Array): void {
    head.set(this.#segment.subarray(this.start, this.start + head.length));
  }

  rest(): Uint8Array {
    return this.#segment.subarray(this.timestampAt + TIMESTAMP_AND_FLAGS, this.end);
  }

  next(): boolean {
    while (this.#at < this.#clusterEnd) {
      const start = this.#at;
      const headerLength = readElementHeader(this.#segment, start, this.#clusterEnd, header);
      if (headerLength === NEED_MORE || headerLength === MALFORMED) return false;
      const bodyStart = start + headerLength;
      const end = bodyStart + header.size;
      if (header.size === UNKNOWN_SIZE || end > this.#clusterEnd) return false;
      this.#at = end;
      if (header.id === ID.Timestamp) this.#clusterTicks = readUnsigned(this.#segment, bodyStart, end);
      else if (this.#readBlock(header.id, bodyStart, end)) {
        this.start = start;
        this.end = end;
        return true;
      }
    }
    return false;
  }

  #readBlock(id: number, bodyStart: number, bodyEnd: number): boolean {
    let blockStart = bodyStart;
    if (id === ID.BlockGroup) {
      if (!readBlockGroup(this.#segment, bodyStart, bodyEnd, group)) return false;
      blockStart = group.blockStart;
    } else if (id !== ID.SimpleBlock) return false;
    if (!readBlockHeader(this.#segment, blockStart, bodyEnd, block)) return false;
    this.hasKeyframeFlag = id === ID.SimpleBlock;
    this.trackNumber = block.trackNumber;
    this.timestampAt = blockStart + block.trackNumberWidth;
    this.#clusterTicks ??= this.#firstTicks - block.relativeTicks;
    this.ticks = this.#clusterTicks + block.relativeTicks;
    return true;
  }
}
