import { TimedBlock } from '../blocks/timed-block.js';
import { clusterOctets, planCluster, writeCluster } from './media-segment.js';
import type { InitSegment, MediaSegment } from './outputs.js';

/**
 * Remembers the newest block of each audio track before the current group of pictures. Who joins right behind a keyframe
 * has no sound yet, and a player shows nothing before it has some of every track that the init segment promises.
 */
export class SoundBefore {
  readonly #newest = new Map<number, TimedBlock>();

  /** Takes segments of the group that has just ended. */
  remember(segments: readonly MediaSegment[]): void {
    for (const { blocks } of segments) {
      for (const block of blocks) {
        if (block.track.type === 'audio' && block instanceof TimedBlock) this.#newest.set(block.track.number, block);
      }
    }
  }

  forget(): void {
    this.#newest.clear();
  }

  /** One segment for each audio track that has no block in `segments` and had one before, each a Cluster of its own. */
  lackingIn(segments: readonly MediaSegment[], initSegment: InitSegment): readonly MediaSegment[] {
    if (this.#newest.size === 0) return [];
    const present = new Set(segments.flatMap(({ blocks }) => blocks.map(({ track }) => track.number)));
    return [...this.#newest.values()]
      .filter(({ track }) => !present.has(track.number))
      .map((block) => soundSegment(block, initSegment));
  }
}

function soundSegment(block: TimedBlock, initSegment: InitSegment): MediaSegment {
  const plan = planCluster(block);
  const octets = new Uint8Array(clusterOctets(plan));
  writeCluster(octets, 0, plan);
  const { timestampMs } = block;
  return {
    kind: 'media-segment',
    octets,
    initSegment,
    opensWithRandomAccessPoint: false,
    timestampMs,
    endTimestampMs: timestampMs,
    blocks: [block],
  };
}
