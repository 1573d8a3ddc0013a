import type { TimedBlock } from '../blocks/timed-block.js';
import {
  addToCluster,
  clusterOctets,
  fitsCluster,
  planCluster,
  writeCluster,
  type ClusterPlan,
} from './media-segment.js';
import type { InitSegment, MediaSegment } from './outputs.js';
import type { BlockBatch } from './segment-batch.js';

/**
 * A media segment whose octets are written when they are asked for: who only takes its blocks pays for no copy. Until then
 * the fed chunks must stay as they are.
 */
export class UnwrittenSegment implements MediaSegment {
  readonly kind = 'media-segment';
  readonly #plan: ClusterPlan;
  #octets: Uint8Array | undefined;

  constructor(
    plan: ClusterPlan,
    readonly initSegment: InitSegment,
    readonly opensWithRandomAccessPoint: boolean,
  ) {
    this.#plan = plan;
  }

  get blocks(): readonly TimedBlock[] {
    return this.#plan.blocks;
  }

  get timestampMs(): number {
    return this.blocks[0]?.timestampMs ?? 0;
  }

  get endTimestampMs(): number {
    return this.blocks.reduce((endMs, { timestampMs }) => Math.max(endMs, timestampMs), this.timestampMs);
  }

  get octets(): Uint8Array {
    if (this.#octets === undefined) {
      this.#octets = new Uint8Array(clusterOctets(this.#plan));
      writeCluster(this.#octets, 0, this.#plan);
    }
    return this.#octets;
  }
}

interface OpenSegment {
  readonly plan: ClusterPlan;
  readonly opensWithRandomAccessPoint: boolean;
}

/** Groups blocks as `mediaSegments: 'per-call'` does, and writes nothing. */
export class UnwrittenBatch implements BlockBatch {
  #segments: OpenSegment[] = [];

  add(block: TimedBlock, opensWithRandomAccessPoint: boolean, mustOpen: boolean): void {
    const plan = this.#segments.at(-1)?.plan;
    if (plan !== undefined && !mustOpen && fitsCluster(plan, block)) addToCluster(plan, block);
    else this.#segments.push({ plan: planCluster(block), opensWithRandomAccessPoint });
  }

  /** Each segment is a Cluster of its own. */
  closeCluster(): void {}

  write(initSegment: InitSegment): readonly MediaSegment[] {
    const segments = this.#segments.map(
      ({ plan, opensWithRandomAccessPoint }) => new UnwrittenSegment(plan, initSegment, opensWithRandomAccessPoint),
    );
    this.#segments = [];
    return segments;
  }
}
