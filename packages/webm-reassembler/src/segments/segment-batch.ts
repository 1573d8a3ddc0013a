import type { TimedBlock } from '../blocks/timed-block.js';
import { Slab } from '../octets/slab.js';
import { ContinuingCluster } from './continuing-cluster.js';
import {
  addToCluster,
  clusterOctets,
  fitsCluster,
  planCluster,
  writeCluster,
  type ClusterPlan,
} from './media-segment.js';
import type { InitSegment, MediaSegment } from './outputs.js';

/** How blocks are grouped into media segments: the option `mediaSegments`, which says what each means. */
export type Grouping = 'per-block' | 'per-call' | 'continuing';

/** Blocks on their way into media segments. */
export interface BlockBatch {
  /** Adds a block. @param mustOpen - whether a Cluster must begin with it */
  add(block: TimedBlock, isRandomAccessPoint: boolean, mustOpen: boolean): void;
  /** What comes next belongs behind a new init segment. */
  closeCluster(): void;
  /** The media segments of the blocks that were added since the last call. */
  write(initSegment: InitSegment): readonly MediaSegment[];
}

interface PlannedSegment {
  readonly plan: ClusterPlan;
  readonly opensWithRandomAccessPoint: boolean;
}

/** The blocks of one call on their way into media segments: planned one by one, written together. */
export class SegmentBatch implements BlockBatch {
  readonly #grouping: Grouping;
  readonly #continuing = new ContinuingCluster();
  readonly #slab = new Slab();
  #planned: PlannedSegment[] = [];

  constructor(grouping: Grouping) {
    this.#grouping = grouping;
  }

  add(block: TimedBlock, isRandomAccessPoint: boolean, mustOpen: boolean): void {
    if (this.#grouping === 'continuing') return this.#continue(block, isRandomAccessPoint, mustOpen);
    const groups = this.#grouping === 'per-call' && !mustOpen;
    const current = groups ? this.#planned[this.#planned.length - 1]?.plan : undefined;
    if (current !== undefined && fitsCluster(current, block)) addToCluster(current, block);
    else this.#planned.push({ plan: planCluster(block), opensWithRandomAccessPoint: isRandomAccessPoint });
  }

  closeCluster(): void {
    this.#continuing.close();
  }

  /** Writes what was planned. One allocation for all: the segments are cut from it, in order. */
  write(initSegment: InitSegment): readonly MediaSegment[] {
    if (this.#planned.length === 0) return [];
    let length = 0;
    for (const { plan } of this.#planned) length += clusterOctets(plan);
    const octets = this.#slab.take(length);
    const segments: MediaSegment[] = [];
    let at = 0;
    for (const planned of this.#planned) {
      const end = writeCluster(octets, at, planned.plan);
      segments.push(mediaSegment(initSegment, planned, octets.subarray(at, end)));
      at = end;
    }
    this.#planned = [];
    return segments;
  }

  #continue(block: TimedBlock, isRandomAccessPoint: boolean, mustOpen: boolean): void {
    const plan = this.#continuing.plan(block, isRandomAccessPoint, mustOpen);
    const opens = plan.form === 'opening';
    this.#planned.push({ plan, opensWithRandomAccessPoint: isRandomAccessPoint && opens });
  }
}

function mediaSegment(initSegment: InitSegment, planned: PlannedSegment, octets: Uint8Array): MediaSegment {
  const { blocks } = planned.plan;
  let endTimestampMs = -Infinity;
  for (const block of blocks) endTimestampMs = Math.max(endTimestampMs, block.timestampMs);
  return {
    kind: 'media-segment',
    octets,
    initSegment,
    opensWithRandomAccessPoint: planned.opensWithRandomAccessPoint,
    timestampMs: blocks[0]?.timestampMs ?? endTimestampMs,
    endTimestampMs,
    blocks,
  };
}
