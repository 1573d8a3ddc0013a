import { MALFORMED, NEED_MORE, readElementHeader, UNKNOWN_SIZE, type ElementHeader } from './element-header.js';
import * as ID from './matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';

/** What a look for a place to resume at came to; a positive number says how many octets the look needs. */
export const IS_SYNC_POINT = -1;
export const NO_SYNC_POINT = 0;

const header: ElementHeader = { id: 0, size: 0, need: 0 };
const child: ElementHeader = { id: 0, size: 0, need: 0 };

/** Whether an element that a stream can be resumed at may start with this octet. */
export function mayStartSyncPoint(octet: number): boolean {
  return octet === 0x1f || octet === 0x1a || octet === 0x16 || octet === 0x15;
}

/**
 * Whether a stream can be resumed at `at`: an EBML header, Info, Tracks or Cluster whose size is possible and whose
 * first child is one that belongs there. In noise, that is by chance once in some 2^44 octets.
 */
export function readSyncPoint(octets: Uint8Array, at: number, end: number): number {
  const headerLength = readElementHeader(octets, at, end, header);
  if (headerLength === MALFORMED) return NO_SYNC_POINT;
  if (headerLength === NEED_MORE) return mayStillBeSyncId(octets, at, end) ? header.need : NO_SYNC_POINT;
  if (!isPossibleSize(header.id, header.size)) return NO_SYNC_POINT;
  const childAt = at + headerLength;
  const childLength = readElementHeader(octets, childAt, end, child);
  if (childLength === MALFORMED) return NO_SYNC_POINT;
  if (childLength === NEED_MORE) return headerLength + child.need;
  return isFirstChild(header.id, child.id, child.size) ? IS_SYNC_POINT : NO_SYNC_POINT;
}

/** Where {@link findSyncPoint} leaves what it found; used again for every search. */
export interface FoundSyncPoint {
  /** Where the element starts; where nothing was found, the first place that more octets may make one, or the end. */
  at: number;
  /** Octets from there on that the next look needs. */
  need: number;
}

/** Looks for the first place at or behind `from` that a stream can be resumed at. */
export function findSyncPoint(octets: Uint8Array, from: number, end: number, found: FoundSyncPoint): boolean {
  for (let at = from; at < end; at++) {
    if (!mayStartSyncPoint(octets[at] ?? 0)) continue;
    const read = readSyncPoint(octets, at, end);
    if (read === NO_SYNC_POINT) continue;
    found.at = at;
    found.need = read;
    return read === IS_SYNC_POINT;
  }
  found.at = end;
  return false;
}

const SYNC_IDS = [ID.Cluster, ID.EBML, ID.Tracks, ID.Info];

function mayStillBeSyncId(octets: Uint8Array, at: number, end: number): boolean {
  const length = Math.min(4, end - at);
  const start = readUnsigned(octets, at, at + length);
  return SYNC_IDS.some((id) => Math.floor(id / 256 ** (4 - length)) === start);
}

function isPossibleSize(id: number, size: number): boolean {
  switch (id) {
    case ID.Cluster:
      return size === UNKNOWN_SIZE || size > 2;
    case ID.EBML:
    case ID.Tracks:
    case ID.Info:
      return size > 2 && size < 1 << 24;
    default:
      return false;
  }
}

function isFirstChild(parent: number, id: number, size: number): boolean {
  if (id === ID.CRC32) return size === 4;
  if (id === ID.Void) return size !== UNKNOWN_SIZE;
  switch (parent) {
    case ID.Cluster:
      return (id === ID.Timestamp || id === ID.Position || id === ID.PrevSize) && size >= 0 && size <= 8;
    case ID.EBML:
      return id >= ID.DocTypeExtension && id <= ID.EBMLReadVersion && size >= 0 && size <= 256;
    case ID.Tracks:
      return id === ID.TrackEntry && size > 0;
    default:
      return (
        (id === ID.TimestampScale || id === ID.MuxingApp || id === ID.WritingApp || id === ID.Duration) && size > 0
      );
  }
}
