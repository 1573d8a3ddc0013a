import * as ID from '../../elements/matroska-ids.js';
import { writeVint } from '../../elements/vint.js';
import { unsignedWidth, writeUnsigned } from '../../octets/numbers.js';
import { OctetPieces } from '../../octets/octet-pieces.js';
import type { ArrivingBlock } from './arriving-block.js';

/** What players seek in and muxers write: a Cluster beyond this is ended, though a single larger block is not cut. */
const MAX_CLUSTER_OCTETS = 5 * 1024 * 1024;
/** A larger block gets 8 octets for its Cluster's size instead of 4, which say less than 2^28. */
const LARGE_OCTETS = 1 << 27;
/** Bit of a SimpleBlock's flags: no other frame is needed (RFC 9559, section 10.2). */
const FLAG_KEYFRAME = 0x80;
/** Octets of a block's relative timestamp, and of the flags behind it. */
const TIMESTAMP_AND_FLAGS = 3;

/**
 * Joins blocks of media segments into Clusters. A block stays as it stands, but for its relative timestamp: what is large
 * of it is not copied.
 *
 *   [ID, 4 octets][size, 4 or 8: filled in at the end][Timestamp][block][block]...
 */
export class ClusterWriter {
  readonly #pieces = new OctetPieces();
  readonly #maxTicks: number;
  /** Where the size of the open Cluster belongs, if one is open. */
  #sizeField: Uint8Array | undefined;
  #start = 0;
  #bodyStart = 0;
  #ticks = 0;

  /** @param maxTicks - how long a Cluster may last; never beyond what a relative timestamp can say */
  constructor(maxTicks: number) {
    this.#maxTicks = Math.min(maxTicks, 0x7fff);
  }

  /** Octets written since {@link ClusterWriter.take}: where a Cluster would begin that is begun now. */
  get length(): number {
    return this.#pieces.length;
  }

  /** Whether a Cluster is open that a block of this time and length may join. */
  takes(ticks: number, blockOctets: number): boolean {
    if (this.#sizeField === undefined) return false;
    const relative = ticks - this.#ticks;
    const fits = relative >= -0x8000 && relative <= this.#maxTicks;
    return fits && this.#pieces.length - this.#start + blockOctets <= MAX_CLUSTER_OCTETS;
  }

  /** Begins a Cluster for a block of this time and length; one that is open is ended. */
  begin(ticks: number, blockOctets: number): void {
    this.end();
    this.#start = this.#pieces.length;
    this.#ticks = Math.max(0, ticks);
    writeUnsigned(this.#pieces.room(4), 0, ID.Cluster, 4);
    this.#sizeField = this.#pieces.room(blockOctets > LARGE_OCTETS ? 8 : 4);
    this.#bodyStart = this.#pieces.length;
    const width = unsignedWidth(this.#ticks);
    const timestamp = this.#pieces.room(2 + width);
    timestamp.set([ID.Timestamp, 0x80 | width]);
    writeUnsigned(timestamp, 2, this.#ticks, width);
  }

  /**
   * Adds a block. What it is a view of must not be changed until it is written.
   *
   * @param isKeyframe - where it is known to be one, whatever its flag says
   */
  add(block: ArrivingBlock, isKeyframe: boolean): void {
    const head = this.#pieces.room(block.headOctets);
    block.writeHead(head);
    writeUnsigned(head, head.length - TIMESTAMP_AND_FLAGS, (block.ticks - this.#ticks) & 0xffff, 2);
    const flags = head[head.length - 1] ?? 0;
    if (isKeyframe && block.hasKeyframeFlag) head[head.length - 1] = flags | FLAG_KEYFRAME;
    this.#pieces.append(block.rest());
  }

  /** Ends the Cluster that is open, if any. */
  end(): void {
    const field = this.#sizeField;
    this.#sizeField = undefined;
    if (field !== undefined) writeVint(field, 0, this.#pieces.length - this.#bodyStart, field.length);
  }

  /** Ends the Cluster that is open and hands over all Clusters since the last time, in pieces. */
  take(): readonly Uint8Array[] {
    this.end();
    return this.#pieces.take();
  }
}
