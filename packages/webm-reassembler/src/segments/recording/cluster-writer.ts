import { ID } from '../../elements/element-ids.js';
import { GrowingOctets } from '../../octets/growing-octets.js';
import { unsignedWidth } from '../../octets/numbers.js';
import { ClusterBlocks } from './cluster-blocks.js';

/** What players seek in and muxers write: a Cluster beyond this is ended, though a single larger block is not cut. */
const MAX_CLUSTER_OCTETS = 5 * 1024 * 1024;
/** A larger segment gets 8 octets for its Cluster's size instead of 4. */
const LARGE_OCTETS = 1 << 27;
/** EBML markers of a size of 4 and of 8 octets (RFC 8794, section 4). */
const SIZE_4 = 0x10000000;
const SIZE_8 = 2 ** 56;

/**
 * Joins the blocks of media segments into Clusters. A block is copied as it stands, but for its relative timestamp.
 *
 *   [ID, 4 octets][size, 4 or 8: filled in at the end][Timestamp][block][block]...
 */
export class ClusterWriter {
  readonly #octets = new GrowingOctets();
  readonly #maxTicks: number;
  #start = -1;
  #bodyStart = 0;
  #ticks = 0;

  /** @param maxTicks - how long a Cluster may last; never beyond what a relative timestamp can say */
  constructor(maxTicks: number) {
    this.#maxTicks = Math.min(maxTicks, 0x7fff);
  }

  /** Octets written since {@link ClusterWriter.take}: where a Cluster would begin that is begun now. */
  get length(): number {
    return this.#octets.length;
  }

  /** Whether a Cluster is open that blocks from this time on, so many octets in all, may join. */
  takes(ticks: number, octets: number): boolean {
    return this.#start >= 0 && this.#fits(ticks) && this.#octets.length - this.#start + octets <= MAX_CLUSTER_OCTETS;
  }

  /** Begins a Cluster; one that is open is ended. */
  begin(ticks: number, expectedOctets: number): void {
    this.end();
    this.#start = this.#octets.length;
    this.#ticks = Math.max(0, ticks);
    this.#octets.reserve(expectedOctets + 8);
    this.#octets.appendUnsigned(ID.Cluster, 4);
    if (expectedOctets > LARGE_OCTETS) this.#octets.appendUnsigned(SIZE_8, 8);
    else this.#octets.appendUnsigned(SIZE_4, 4);
    this.#bodyStart = this.#octets.length;
    const width = unsignedWidth(this.#ticks);
    this.#octets.appendUnsigned(ID.Timestamp, 1);
    this.#octets.appendUnsigned(0x80 | width, 1);
    this.#octets.appendUnsigned(this.#ticks, width);
  }

  /** Adds the blocks of a media segment. */
  add(segment: Uint8Array): void {
    const blocks = new ClusterBlocks(segment);
    while (blocks.next()) {
      if (!this.#fits(blocks.ticks)) this.begin(blocks.ticks, segment.length);
      const at = this.#octets.length;
      this.#octets.append(segment.subarray(blocks.start, blocks.end));
      this.#octets.overwriteUnsigned(at + blocks.timestampAt - blocks.start, (blocks.ticks - this.#ticks) & 0xffff, 2);
    }
  }

  /** Ends the Cluster that is open, if any. */
  end(): void {
    if (this.#start < 0) return;
    const bodyOctets = this.#octets.length - this.#bodyStart;
    const isLarge = this.#bodyStart - this.#start === 12;
    this.#octets.overwriteUnsigned(this.#start + 4, (isLarge ? SIZE_8 : SIZE_4) + bodyOctets, isLarge ? 8 : 4);
    this.#start = -1;
  }

  /** Ends the Cluster that is open and hands over all Clusters since the last time. */
  take(): Uint8Array {
    this.end();
    return this.#octets.take();
  }

  #fits(ticks: number): boolean {
    const relative = ticks - this.#ticks;
    return relative >= -0x8000 && relative <= this.#maxTicks;
  }
}
