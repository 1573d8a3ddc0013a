import * as ID from './matroska-ids.js';
import { IS_SYNC_POINT, NO_SYNC_POINT, readSyncPoint } from './sync-point.js';

/** No smaller element is looked through for a Cluster that does not belong inside. */
export const LARGE_OCTETS = 16 * 1024;
/** An element from this size on always is. */
const SUSPECT_AT_LAST_OCTETS = 256 * 1024;

const FIRST_OCTET = ID.Cluster >>> 24;
const SECOND_OCTET = (ID.Cluster >>> 16) & 0xff;

/**
 * Looks through what claims to be one large Block for the start of a Cluster: then its size was damaged, and waiting for
 * its end would lose all that follows. Each octet is looked at once, however the Block arrives. Large is what is larger
 * than all that this stream has had: to look through every frame of a stream of large ones would halve the speed.
 */
export class SwallowedClusterSearch {
  #elementOffset = -1;
  #lookedUpTo = 0;
  #suspectOctets = LARGE_OCTETS;

  /** Whether an element of this size is to be looked through. */
  isSuspect(size: number): boolean {
    return size >= this.#suspectOctets;
  }

  /** An element of this size was sound, so another one is to be expected. */
  noteSound(size: number): void {
    if (this.isSuspect(size)) this.#suspectOctets = Math.min(size + 1, SUSPECT_AT_LAST_OCTETS);
  }

  /**
   * @param at - where the element starts in `octets`, and `offset` where in the stream
   * @param end - behind the last octet of the element that is there
   */
  finds(octets: Uint8Array, at: number, offset: number, bodyStart: number, end: number): boolean {
    if (this.#elementOffset !== offset) this.#lookedUpTo = bodyStart - at;
    this.#elementOffset = offset;
    const stop = nextCandidate(octets, at + this.#lookedUpTo, end);
    this.#lookedUpTo = Math.min(stop, end) - at;
    return stop < end && readSyncPoint(octets, stop, end) === IS_SYNC_POINT;
  }
}

/** The first place that is, or with more octets may turn out to be, the start of a Cluster; `end` where there is none. */
function nextCandidate(octets: Uint8Array, from: number, end: number): number {
  for (let at = octets.indexOf(FIRST_OCTET, from); at >= 0 && at < end; at = octets.indexOf(FIRST_OCTET, at + 1)) {
    const second = at + 1 < end ? octets[at + 1] : SECOND_OCTET;
    if (second === SECOND_OCTET && readSyncPoint(octets, at, end) !== NO_SYNC_POINT) return at;
  }
  return end;
}
