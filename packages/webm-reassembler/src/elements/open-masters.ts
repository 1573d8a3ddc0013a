import type { DamageCode } from './damage.js';
import { UNKNOWN_SIZE } from './element-header.js';
import { isSegmentChild } from './element-ids.js';
import * as ID from './matroska-ids.js';

/** How deep in the stream the next element stands. */
const TOP = 0;
const IN_SEGMENT = 1;
const IN_CLUSTER = 2;
type Level = typeof TOP | typeof IN_SEGMENT | typeof IN_CLUSTER;

/** The masters that the reader is in, and where those of known size end. Offsets count octets of the whole stream. */
export class OpenMasters {
  #level: Level = TOP;
  #segmentEnd = Infinity;
  #clusterEnd = Infinity;
  #end = Infinity;

  /** Where the innermost master ends; Infinity where that is not known. */
  get end(): number {
    return this.#end;
  }

  /** Leaves the masters that end at or before `offset`. */
  arriveAt(offset: number): void {
    if (offset < this.#end) return;
    if (offset >= this.#clusterEnd) this.leaveCluster();
    if (offset >= this.#segmentEnd) this.leaveAll();
  }

  enterSegment(bodyOffset: number, size: number): void {
    this.#level = IN_SEGMENT;
    this.#endAt(Infinity, size === UNKNOWN_SIZE ? Infinity : bodyOffset + size);
  }

  /** Ends the Cluster before, if any. @returns what is wrong with the new one, if anything: then it is not entered */
  enterCluster(bodyOffset: number, size: number): DamageCode | undefined {
    this.leaveCluster();
    const end = size === UNKNOWN_SIZE ? Infinity : bodyOffset + size;
    if (this.#level === TOP) return 'malformed-element';
    if (end !== Infinity && end > this.#segmentEnd) return 'size-beyond-parent';
    this.#level = IN_CLUSTER;
    this.#endAt(end, this.#segmentEnd);
    return undefined;
  }

  leaveCluster(): void {
    if (this.#level === IN_CLUSTER) this.#level = IN_SEGMENT;
    this.#endAt(Infinity, this.#segmentEnd);
  }

  leaveAll(): void {
    this.#level = TOP;
    this.#endAt(Infinity, Infinity);
  }

  /** Reading resumes at a child of Segment: the Segment that was open, unless it should have ended before. */
  resumeAt(offset: number): void {
    this.#level = IN_SEGMENT;
    this.#endAt(Infinity, offset >= this.#segmentEnd ? Infinity : this.#segmentEnd);
  }

  #endAt(clusterEnd: number, segmentEnd: number): void {
    this.#clusterEnd = clusterEnd;
    this.#segmentEnd = segmentEnd;
    this.#end = Math.min(clusterEnd, segmentEnd);
  }

  /** What is wrong with an element of this ID here, if anything: nearly nothing may stand outside a Segment. */
  wrongPlace(id: number): DamageCode | undefined {
    return this.#level === TOP && id !== ID.EBML && id !== ID.Void ? 'malformed-element' : undefined;
  }

  /** Whether an element of this ID is passed over, however long: a child of Segment without a use, or Void outside a Cluster. */
  maySkip(id: number): boolean {
    return id === ID.Void ? this.#level !== IN_CLUSTER : isSegmentChild(id);
  }

  /** What is wrong with an element of this ID and size here that would end at `endOffset`, if anything. */
  wrongElement(id: number, size: number, endOffset: number, limit: number): DamageCode | undefined {
    if (size === UNKNOWN_SIZE) return 'malformed-element';
    if (size <= limit && endOffset <= this.#end) return this.wrongPlace(id);
    return this.wrongPlace(id) ?? (size > limit ? 'limit-exceeded' : 'size-beyond-parent');
  }

  /** Whether a master of known size has not ended at `offset`. */
  isInsideSized(offset: number): boolean {
    const isInside = (end: number): boolean => end !== Infinity && offset < end;
    return isInside(this.#clusterEnd) || isInside(this.#segmentEnd);
  }
}
