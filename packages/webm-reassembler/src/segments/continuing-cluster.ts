import type { TimedBlock } from '../blocks/timed-block.js';
import { planCluster, planContinuation, type ClusterPlan } from './media-segment.js';

/** Longest that a Cluster of a stream without video goes on, in ms: how much a late listener is given at most. */
const LONGEST_AUDIO_CLUSTER_MS = 5000;
/** The largest time that a block can say relative to its Cluster (RFC 9559, section 10.1). */
const LAST_RELATIVE_TICKS = 0x7fff;

/**
 * The Cluster of unknown size that blocks go on in, one by one. Browsers take a Cluster that ends in mid-group for one
 * whose last frame they must guess the length of; Firefox then drops the frames behind a guess that was too short.
 */
export class ContinuingCluster {
  #ticks: number | undefined;

  /** The next block begins a new Cluster, as it belongs behind another init segment. */
  close(): void {
    this.#ticks = undefined;
  }

  /** @param mustOpen - whether a Cluster must begin with it. @param isRandomAccessPoint - whether one may, for late joins */
  plan(block: TimedBlock, isRandomAccessPoint: boolean, mustOpen: boolean): ClusterPlan {
    const ticks = this.#ticks;
    if (ticks !== undefined && !mustOpen && goesOn(block, ticks, isRandomAccessPoint))
      return planContinuation(block, ticks);
    const plan = planCluster(block, 'opening');
    this.#ticks = plan.ticks;
    return plan;
  }
}

/** Chromium refuses a block whose time is before its Cluster's, though the format has room for it. */
function goesOn(block: TimedBlock, ticks: number, isRandomAccessPoint: boolean): boolean {
  const relative = block.timelineTicks - ticks;
  if (isRandomAccessPoint && relative * block.tickMs >= LONGEST_AUDIO_CLUSTER_MS) return false;
  return relative >= 0 && relative <= LAST_RELATIVE_TICKS;
}
