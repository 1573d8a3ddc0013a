import * as ID from '../elements/matroska-ids.js';
import { childOf, readChildren, unsignedChild, type ElementView } from '../elements/element-tree.js';
import { readText } from '../octets/numbers.js';
import { readTrackEntry, type TrackEntry } from './track-entry.js';

/** EBML header: which document type follows (RFC 8794, section 11.2.4). */
export interface DocumentType {
  readonly docType: string;
  readonly version: number;
  readonly readVersion: number;
}

/** Info: the unit of timestamps, and the elements worth carrying on (RFC 9559, section 5.1.2). */
export interface SegmentInfo {
  /** Nanoseconds per tick; 1 000 000 makes a tick a millisecond. */
  readonly timestampScaleNs: number;
  readonly children: readonly ElementView[];
}

/** All that a recorder says before its first Cluster. One begins each run: the recording from a start to a stop. */
export interface RecorderHeader {
  readonly documentType: DocumentType;
  readonly info: SegmentInfo;
  readonly entries: readonly TrackEntry[];
}

export const DEFAULT_DOCUMENT_TYPE: DocumentType = { docType: 'webm', version: 4, readVersion: 2 };
export const DEFAULT_SEGMENT_INFO: SegmentInfo = { timestampScaleNs: 1_000_000, children: [] };

/** Reads the body of an EBML header; `undefined` when it is damaged, or of a version that nobody has defined yet. */
export function readDocumentType(body: Uint8Array): DocumentType | undefined {
  const children = readChildren(body);
  if (children === undefined) return undefined;
  const unsigned = (id: number, byDefault: number): number => unsignedChild(children, id) ?? byDefault;
  const text = childOf(children, ID.DocType)?.body;
  if (unsigned(ID.EBMLReadVersion, 1) !== 1 || unsigned(ID.EBMLMaxIDLength, 4) > 4) return undefined;
  return {
    docType: text === undefined ? DEFAULT_DOCUMENT_TYPE.docType : readText(text, 0, text.length),
    version: unsigned(ID.DocTypeVersion, 1),
    readVersion: unsigned(ID.DocTypeReadVersion, 1),
  };
}

/** Reads the body of an Info; `undefined` when it is damaged. */
export function readSegmentInfo(body: Uint8Array): SegmentInfo | undefined {
  const children = readChildren(body);
  if (children === undefined) return undefined;
  const timestampScaleNs = unsignedChild(children, ID.TimestampScale) ?? 1_000_000;
  return timestampScaleNs > 0 ? { timestampScaleNs, children } : undefined;
}

/** Reads the body of a Tracks; `undefined` when it is damaged, numbers a track twice, or has more than `maxTracks`. */
export function readTrackEntries(body: Uint8Array, maxTracks: number): readonly TrackEntry[] | undefined {
  const children = readChildren(body);
  if (children === undefined) return undefined;
  const entries: TrackEntry[] = [];
  for (const child of children) {
    if (child.id !== ID.TrackEntry) continue;
    const entry = readTrackEntry(child.body);
    if (entry === undefined || entries.length === maxTracks) return undefined;
    if (entries.some((other) => other.track.number === entry.track.number)) return undefined;
    entries.push(entry);
  }
  return entries.length === 0 ? undefined : entries;
}
