/* Whether the stream goes on behind the damage as if nothing had been. */
import type { Block, Output } from '../src/index.js';
import type { Base, TrueBlock } from './bases.js';
import { finding, type Finding } from './findings.js';
import type { Mutated } from './mutations.js';
import { equal } from './promises.js';

/**
 * Behind the damage, and behind what an element with a damaged size may claim, comes a Cluster, and a keyframe; from the
 * keyframe after that one on, everything must be there. `undefined` where it is, or where there is no such keyframe.
 */
export function failedResumption(base: Base, mutated: Mutated, outputs: readonly Output[]): Finding | undefined {
  if (Math.min(mutated.firstTouched, mutated.intactFrom) < base.mediaStart || mutated.intactFrom >= base.octets.length)
    return undefined;
  const clusterStart = base.clusterStarts.find(
    (start) => start >= mutated.intactFrom + (base.options.maxBlockOctets ?? 0),
  );
  if (clusterStart === undefined) return undefined;
  const hasVideo = base.blocks.some(({ isVideo }) => isVideo);
  const candidates = base.blocks.filter(
    (block) => block.offset > clusterStart && block.isVideo === hasVideo && block.keyframe,
  );
  const [, resumed] = candidates;
  if (resumed === undefined) return undefined;
  const expected = base.blocks.slice(base.blocks.indexOf(resumed));
  const emitted = outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));

  return endsWith(emitted, expected)
    ? undefined
    : finding('the stream resumes within one group of pictures', `behind octet ${mutated.intactFrom}`);
}

function endsWith(emitted: readonly Block[], expected: readonly TrueBlock[]): boolean {
  if (emitted.length < expected.length) return false;
  const tail = emitted.slice(emitted.length - expected.length);
  return tail.every((block, index) => {
    const truth = expected[index];
    return truth?.keyframe === block.keyframe && equal(truth.payload, block.payload);
  });
}
