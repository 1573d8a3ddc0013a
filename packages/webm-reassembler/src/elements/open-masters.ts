import type { DamageCode } from './damage.js';
import { UNKNOWN_SIZE } from './element-header.js';
import { isSegmentChild } from './element-ids.js';
import * as ID from './matroska-ids.js';

/** How deep in the stream the next element stands. */
export const Level = { Top: 0, Segment: 1, Cluster: 2 } as const;
export type Level = (typeof Level)[keyof typeof Level];

/** The masters that the reader is in, and where those of known size end. Offsets count octets of the whole stream. */
export class OpenMasters {
  level: Level = Level.Top;
  #segmentEnd = Infinity;
  #clusterEnd = Infinity;

  /** Where the innermost master ends; Infinity where that is not known. */
  get end(): number {
    return this.level === Level.Cluster ? Math.min(this.#clusterEnd, this.#segmentEnd) : this.#segmentEnd;
  }

  /** Leaves the masters that end at or before `offset`. */
  arriveAt(offset: number): void {
    if (offset >= this.#clusterEnd) this.leaveCluster();
    if (offset >= this.#segmentEnd) this.leaveAll();
  }

  enterSegment(bodyOffset: number, size: number): void {
    this.leaveAll();
    this.level = Level.Segment;
    this.#segmentEnd = size === UNKNOWN_SIZE ? Infinity : bodyOffset + size;
  }

  /** @returns `false` when the Cluster claims to end behind the Segment */
  enterCluster(bodyOffset: number, size: number): boolean {
    const end = size === UNKNOWN_SIZE ? Infinity : bodyOffset + size;
    if (end !== Infinity && end > this.#segmentEnd) return false;
    this.level = Level.Cluster;
    this.#clusterEnd = end;
    return true;
  }

  leaveCluster(): void {
    if (this.level === Level.Cluster) this.level = Level.Segment;
    this.#clusterEnd = Infinity;
  }

  leaveAll(): void {
    this.level = Level.Top;
    this.#clusterEnd = Infinity;
    this.#segmentEnd = Infinity;
  }

  /** Reading resumes at a child of Segment: the Segment that was open, unless it should have ended before. */
  resumeAt(offset: number): void {
    this.#clusterEnd = Infinity;
    this.level = Level.Segment;
    if (offset >= this.#segmentEnd) this.#segmentEnd = Infinity;
  }

  /** What is wrong with an element of this ID here, if anything: nearly nothing may stand outside a Segment. */
  wrongPlace(id: number): DamageCode | undefined {
    return this.level === Level.Top && id !== ID.EBML ? 'malformed-element' : undefined;
  }

  /** Whether an element of this ID is passed over, however long: a child of Segment without a use, or Void outside a Cluster. */
  maySkip(id: number): boolean {
    return id === ID.Void ? this.level !== Level.Cluster : isSegmentChild(id);
  }

  /** What is wrong with an element of this size that would end at `endOffset`, if anything. */
  wrongSize(size: number, endOffset: number, limit: number): DamageCode | undefined {
    if (size === UNKNOWN_SIZE) return 'malformed-element';
    if (size > limit) return 'limit-exceeded';
    return endOffset > this.end ? 'size-beyond-parent' : undefined;
  }

  /** Whether a master of known size has not ended at `offset`. */
  isInsideSized(offset: number): boolean {
    const isInside = (end: number): boolean => end !== Infinity && offset < end;
    return isInside(this.#clusterEnd) || isInside(this.#segmentEnd);
  }
}
