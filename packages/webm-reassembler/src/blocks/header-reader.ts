import * as ID from '../elements/matroska-ids.js';
import { sameOctets } from '../octets/numbers.js';
import type { ResolvedOptions } from '../options.js';
import {
  DEFAULT_DOCUMENT_TYPE,
  DEFAULT_SEGMENT_INFO,
  readDocumentType,
  readSegmentInfo,
  readTrackEntries,
  type RecorderHeader,
} from './recorder-header.js';
import { SourceTrack } from './source-track.js';

/** One run of a recorder, from its header on. */
export interface Run {
  readonly header: RecorderHeader;
  readonly tracks: readonly SourceTrack[];
  /** Whether the header never came, and was rebuilt from the blocks. */
  readonly isRebuilt: boolean;
}

/** Collects a recorder's header: EBML, Info, Tracks, which begin a run, and may come in pieces, or again. */
export class HeaderReader {
  readonly #limits: ResolvedOptions;
  #documentType = DEFAULT_DOCUMENT_TYPE;
  #info = DEFAULT_SEGMENT_INFO;
  #tracksBody = new Uint8Array(0);
  #run: Run | undefined;
  /** The tracks of the run, by their number; none before Tracks was read. */
  tracks: ReadonlyMap<number, SourceTrack> = new Map();

  constructor(limits: ResolvedOptions) {
    this.#limits = limits;
  }

  /** The header that was read, if the run that it begins has had no block yet. */
  get unannounced(): Run | undefined {
    return this.#run && { ...this.#run, header: { ...this.#run.header, info: this.#info } };
  }

  /** The same, and from now on it counts as announced. Info may stand behind Tracks, so that is done with the first block. */
  announce(): Run | undefined {
    if (this.#run === undefined) return undefined;
    const run = this.unannounced;
    this.#run = undefined;
    return run;
  }

  /** Reads the body of an EBML header, Info or Tracks; `false` when it is damaged. The body must outlive the stream's chunks. */
  read(id: number, body: Uint8Array<ArrayBuffer>): boolean {
    switch (id) {
      case ID.EBML:
        return this.#readDocumentType(body);
      case ID.Info:
        return this.#readInfo(body);
      default:
        return this.#readTracks(body, false);
    }
  }

  /** Takes a Tracks body that was rebuilt, for a recording without its beginning. */
  readRebuilt(tracksBody: Uint8Array<ArrayBuffer>, docType: string): boolean {
    this.#documentType = { ...DEFAULT_DOCUMENT_TYPE, docType };
    return this.#readTracks(tracksBody, true);
  }

  #readDocumentType(body: Uint8Array): boolean {
    const documentType = readDocumentType(body);
    if (documentType === undefined) return false;
    this.#documentType = documentType;
    this.#info = DEFAULT_SEGMENT_INFO;
    this.tracks = new Map();
    this.#tracksBody = new Uint8Array(0);
    return true;
  }

  #readInfo(body: Uint8Array): boolean {
    const info = readSegmentInfo(body);
    if (info !== undefined) this.#info = info;
    return info !== undefined;
  }

  /** Tracks may be repeated within a Segment (RFC 9559, section 5.1.4): the same again changes nothing. */
  #readTracks(body: Uint8Array<ArrayBuffer>, isRebuilt: boolean): boolean {
    if (sameOctets(body, this.#tracksBody)) return true;
    const entries = readTrackEntries(body, this.#limits.maxTracks);
    if (entries === undefined) return false;
    this.#tracksBody = body;
    const tracks = entries.map((entry) => new SourceTrack(entry, this.#limits.codecs));
    this.tracks = new Map(tracks.map((track) => [track.entry.track.number, track]));
    this.#run = { header: { documentType: this.#documentType, info: this.#info, entries }, tracks, isRebuilt };
    return true;
  }
}
