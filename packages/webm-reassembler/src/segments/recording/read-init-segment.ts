import { readSegmentInfo, readTrackEntries, type SegmentInfo } from '../../blocks/recorder-header.js';
import type { TrackEntry } from '../../blocks/track-entry.js';
import { MALFORMED, NEED_MORE, readElementHeader, type ElementHeader } from '../../elements/element-header.js';
import * as ID from '../../elements/matroska-ids.js';
import { childOf, readChildren } from '../../elements/element-tree.js';
import { ReassemblerError } from '../../errors.js';
import type { InitSegment } from '../outputs.js';

/** An init segment taken apart, to be written anew with room for what is only known at the end. */
export interface ReadInitSegment {
  readonly initSegment: InitSegment;
  /** The EBML header, whole. */
  readonly ebmlHeader: Uint8Array;
  readonly info: SegmentInfo;
  /** Body of Tracks. */
  readonly tracks: Uint8Array;
  readonly entries: readonly TrackEntry[];
}

/**
 * Takes an init segment apart: an EBML header, and a Segment of unknown size with Info and Tracks.
 *
 * @throws {@link ReassemblerError} `invalid-chunk` where it is not one that a Reassembler made
 */
export function readInitSegment(initSegment: InitSegment): ReadInitSegment {
  const { octets } = initSegment;
  const header: ElementHeader = { id: 0, size: 0, need: 0 };
  const ebmlHeader =
    readHeader(octets, 0, header) > 0 && header.id === ID.EBML
      ? octets.subarray(0, endOf(octets, 0, header))
      : undefined;
  if (ebmlHeader === undefined) throw unreadable();
  const segmentHeaderLength = readHeader(octets, ebmlHeader.length, header);
  if (segmentHeaderLength <= 0 || header.id !== ID.Segment) throw unreadable();
  const children = readChildren(octets.subarray(ebmlHeader.length + segmentHeaderLength)) ?? [];
  const info = readSegmentInfo(childOf(children, ID.Info)?.body ?? new Uint8Array(0));
  const tracks = childOf(children, ID.Tracks)?.body;
  const entries = tracks && readTrackEntries(tracks, Infinity);
  if (info === undefined || tracks === undefined || entries === undefined) throw unreadable();
  return { initSegment, ebmlHeader, info, tracks, entries };
}

function readHeader(octets: Uint8Array, at: number, header: ElementHeader): number {
  const length = readElementHeader(octets, at, octets.length, header);
  return length === NEED_MORE || length === MALFORMED ? 0 : length;
}

function endOf(octets: Uint8Array, at: number, header: ElementHeader): number {
  return at + readHeader(octets, at, header) + header.size;
}

function unreadable(): ReassemblerError {
  return new ReassemblerError('invalid-chunk', 'this init segment is not one that a Reassembler made', 0);
}
