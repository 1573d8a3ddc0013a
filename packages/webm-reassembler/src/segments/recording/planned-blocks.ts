import type { TimedBlock } from '../../blocks/timed-block.js';
import * as ID from '../../elements/matroska-ids.js';
import { blockOctets, writeBlock } from '../media-segment.js';
import type { ArrivingBlocks } from './arriving-block.js';

const NOTHING = new Uint8Array(0);

/** Walks over blocks that are in no media segment's octets yet: only their heads are written, the rest stays where it is. */
export class PlannedBlocks implements ArrivingBlocks {
  ticks = 0;
  octets = 0;
  headOctets = 0;
  readonly #blocks: readonly TimedBlock[];
  #block: TimedBlock | undefined;
  #next = 0;

  constructor(blocks: readonly TimedBlock[]) {
    this.#blocks = blocks;
  }

  get trackNumber(): number {
    return this.#block?.track.number ?? 0;
  }

  get hasKeyframeFlag(): boolean {
    return this.#block?.elementId === ID.SimpleBlock;
  }

  next(): boolean {
    const block = this.#blocks[this.#next++];
    this.#block = block;
    if (block === undefined) return false;
    this.ticks = block.timelineTicks;
    this.octets = blockOctets(block);
    this.headOctets = this.octets - (block.bodyEnd - block.payloadStart);
    return true;
  }

  writeHead(head: Uint8Array): void {
    if (this.#block !== undefined) writeBlock(head, 0, this.#block, 0, this.#block.payloadStart);
  }

  rest(): Uint8Array {
    return this.#block?.octets.subarray(this.#block.payloadStart, this.#block.bodyEnd) ?? NOTHING;
  }
}
