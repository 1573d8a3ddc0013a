import type { TimedBlock } from '../blocks/timed-block.js';
import { UNKNOWN_SIZE_OCTETS } from '../elements/element-writer.js';
import * as ID from '../elements/matroska-ids.js';
import { vintWidthFor, writeVint } from '../elements/vint.js';
import { unsignedWidth, writeUnsigned } from '../octets/numbers.js';

/**
 * How much of a Cluster its octets are.
 *
 * - `whole`: a Cluster of known size.
 * - `opening`: the head of a Cluster of unknown size, and its first blocks.
 * - `continuing`: further blocks of the Cluster that was opened last.
 */
export type ClusterForm = 'whole' | 'opening' | 'continuing';

/** Blocks that go into one Cluster, with the lengths that their octets will have. */
export interface ClusterPlan {
  readonly form: ClusterForm;
  readonly blocks: TimedBlock[];
  /** The Cluster's Timestamp in ticks. */
  readonly ticks: number;
  bodyOctets: number;
}

/** A plan for a Cluster that opens with `block`. A Timestamp is unsigned, so a negative time stays with the block. */
export function planCluster(block: TimedBlock, form: 'whole' | 'opening' = 'whole'): ClusterPlan {
  const ticks = Math.max(0, block.timelineTicks);
  return { form, blocks: [block], ticks, bodyOctets: 2 + unsignedWidth(ticks) + blockOctets(block) };
}

/** A plan for a block that goes on in the Cluster that was opened at `ticks`. */
export function planContinuation(block: TimedBlock, ticks: number): ClusterPlan {
  return { form: 'continuing', blocks: [block], ticks, bodyOctets: blockOctets(block) };
}

/** Adds a block to a plan. */
export function addToCluster(plan: ClusterPlan, block: TimedBlock): void {
  plan.blocks.push(block);
  plan.bodyOctets += blockOctets(block);
}

/** Whether the block's time can be said relative to the plan's: a signed 16-bit number of ticks (RFC 9559, section 10.1). */
export function fitsCluster(plan: ClusterPlan, block: TimedBlock): boolean {
  const relative = block.timelineTicks - plan.ticks;
  return relative >= -0x8000 && relative <= 0x7fff;
}

/** Octets of the whole plan. */
export function clusterOctets({ form, bodyOctets }: ClusterPlan): number {
  if (form === 'continuing') return bodyOctets;
  return 4 + (form === 'opening' ? UNKNOWN_SIZE_OCTETS.length : vintWidthFor(bodyOctets)) + bodyOctets;
}

/** Writes the plan at `at`, its blocks copied with new times and track numbers; returns the offset behind it. */
export function writeCluster(octets: Uint8Array, start: number, plan: ClusterPlan): number {
  let at = plan.form === 'continuing' ? start : writeClusterHead(octets, start, plan);
  for (const block of plan.blocks) at = writeBlock(octets, at, block, block.timelineTicks - plan.ticks);
  return at;
}

function writeClusterHead(octets: Uint8Array, start: number, plan: ClusterPlan): number {
  let at = writeUnsigned(octets, start, ID.Cluster, 4);
  if (plan.form === 'opening') {
    octets.set(UNKNOWN_SIZE_OCTETS, at);
    at += UNKNOWN_SIZE_OCTETS.length;
  } else at = writeVint(octets, at, plan.bodyOctets, vintWidthFor(plan.bodyOctets));
  const timestampWidth = unsignedWidth(plan.ticks);
  octets[at++] = ID.Timestamp;
  octets[at++] = 0x80 | timestampWidth;
  return writeUnsigned(octets, at, plan.ticks, timestampWidth);
}

/** Octets of the block's element. */
export function blockOctets(block: TimedBlock): number {
  const bodyOctets = block.bodyEnd - block.bodyStart;
  return 1 + vintWidthFor(bodyOctets) + bodyOctets;
}

/**
 * The block's element as it came, but for its track number (in as many octets as it had), its relative timestamp, and a
 * video SimpleBlock's keyframe flag, which is set where the frame itself says so.
 *
 * @param bodyEnd - where to end, not before the flags
 * @returns the offset behind it
 */
export function writeBlock(
  octets: Uint8Array,
  start: number,
  block: TimedBlock,
  relativeTicks: number,
  bodyEnd: number = block.bodyEnd,
): number {
  const bodyOctets = block.bodyEnd - block.bodyStart;
  octets[start] = block.elementId;
  const bodyAt = writeVint(octets, start + 1, bodyOctets, vintWidthFor(bodyOctets));
  octets.set(block.octets.subarray(block.bodyStart, bodyEnd), bodyAt);
  const headerAt = bodyAt + block.headerStart - block.bodyStart;
  const timestampAt = writeVint(octets, headerAt, block.track.number, block.trackNumberWidth);
  octets[timestampAt] = relativeTicks >> 8;
  octets[timestampAt + 1] = relativeTicks;
  if (block.keyframe && block.source.isVideo && block.elementId === ID.SimpleBlock)
    octets[timestampAt + 2] = (octets[timestampAt + 2] ?? 0) | 0x80;
  return bodyAt + bodyEnd - block.bodyStart;
}
