import * as ID from '../../elements/matroska-ids.js';
import { writeVint } from '../../elements/vint.js';
import { GrowingOctets } from '../../octets/growing-octets.js';
import { unsignedWidth } from '../../octets/numbers.js';
import type { ClusterBlocks } from './cluster-blocks.js';

/** What players seek in and muxers write: a Cluster beyond this is ended, though a single larger block is not cut. */
const MAX_CLUSTER_OCTETS = 5 * 1024 * 1024;
/** A larger block gets 8 octets for its Cluster's size instead of 4, which say less than 2^28. */
const LARGE_OCTETS = 1 << 27;
/** Bit of a SimpleBlock's flags: no other frame is needed (RFC 9559, section 10.2). */
const FLAG_KEYFRAME = 0x80;
/** More than a Cluster's header and Timestamp take. */
const ROOM_FOR_HEADER = 32;

/**
 * Joins blocks of media segments into Clusters. A block is copied as it stands, but for its relative timestamp.
 *
 *   [ID, 4 octets][size, 4 or 8: filled in at the end][Timestamp][block][block]...
 */
export class ClusterWriter {
  readonly #octets: GrowingOctets;
  readonly #maxTicks: number;
  #start = -1;
  #bodyStart = 0;
  #ticks = 0;

  /**
   * @param maxTicks - how long a Cluster may last; never beyond what a relative timestamp can say
   * @param bufferOctets - memory to take at once, for several Clusters
   */
  constructor(maxTicks: number, bufferOctets = 0) {
    this.#octets = new GrowingOctets(bufferOctets);
    this.#maxTicks = Math.min(maxTicks, 0x7fff);
  }

  /** Octets written since {@link ClusterWriter.take}: where a Cluster would begin that is begun now. */
  get length(): number {
    return this.#octets.length;
  }

  /** Makes room for so many octets at once, where they are known to come. */
  reserve(octets: number): void {
    this.#octets.reserve(octets + ROOM_FOR_HEADER);
  }

  /** Whether a Cluster is open that a block of this time and length may join. */
  takes(ticks: number, blockOctets: number): boolean {
    if (this.#start < 0) return false;
    const relative = ticks - this.#ticks;
    const fits = relative >= -0x8000 && relative <= this.#maxTicks;
    return fits && this.#octets.length - this.#start + blockOctets <= MAX_CLUSTER_OCTETS;
  }

  /** Begins a Cluster for a block of this time and length; one that is open is ended. */
  begin(ticks: number, blockOctets: number): void {
    this.end();
    this.#start = this.#octets.length;
    this.#ticks = Math.max(0, ticks);
    this.#octets.appendUnsigned(ID.Cluster, 4);
    this.#octets.append(new Uint8Array(blockOctets > LARGE_OCTETS ? 8 : 4));
    this.#bodyStart = this.#octets.length;
    const width = unsignedWidth(this.#ticks);
    this.#octets.appendUnsigned(ID.Timestamp, 1);
    this.#octets.appendUnsigned(0x80 | width, 1);
    this.#octets.appendUnsigned(this.#ticks, width);
  }

  /**
   * Adds the block of `segment` that `block` stands at.
   *
   * @param isKeyframe - where it is known to be one, whatever its flag says
   */
  add(segment: Uint8Array, block: ClusterBlocks, isKeyframe: boolean): void {
    const timestampAt = this.#octets.length + block.timestampAt - block.start;
    this.#octets.append(segment.subarray(block.start, block.end));
    this.#octets.overwriteUnsigned(timestampAt, (block.ticks - this.#ticks) & 0xffff, 2);
    const flags = segment[block.timestampAt + 2] ?? 0;
    if (isKeyframe && block.hasKeyframeFlag) this.#octets.overwriteUnsigned(timestampAt + 2, flags | FLAG_KEYFRAME, 1);
  }

  /** Ends the Cluster that is open, if any. */
  end(): void {
    if (this.#start < 0) return;
    const sizeAt = this.#start + 4;
    const size = new Uint8Array(this.#bodyStart - sizeAt);
    writeVint(size, 0, this.#octets.length - this.#bodyStart, size.length);
    this.#octets.overwrite(sizeAt, size);
    this.#start = -1;
  }

  /** Ends the Cluster that is open and hands over all Clusters since the last time. */
  take(): Uint8Array {
    this.end();
    return this.#octets.take();
  }
}
