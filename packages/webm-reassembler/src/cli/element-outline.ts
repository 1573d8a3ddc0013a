/*
 * What elements a recording consists of, read apart from the blocks in them, so that it also shows what is passed over:
 *
 *   EBML 0 +31        [DocType webm, ...]
 *   Segment 31        of unknown size
 *     Info 43 +48     [TimestampScale 1000000, ...]
 *     Tracks ...
 *     Cluster x 29    SimpleBlock x 512           neighbours of the same name are counted, so a day's recording is short
 *
 * Unreadable octets are passed over up to the next place that looks like a Cluster, Tracks, Info or EBML header.
 */
import {
  MALFORMED,
  NEED_MORE,
  readElementHeader,
  UNKNOWN_SIZE,
  type ElementHeader,
} from '../elements/element-header.js';
import { isSegmentChild } from '../elements/element-ids.js';
import * as ID from '../elements/matroska-ids.js';
import { IS_SYNC_POINT, NO_SYNC_POINT, mayStartSyncPoint, readSyncPoint } from '../elements/sync-point.js';
import { concatOctets } from '../octets/numbers.js';
import { elementName } from './element-names.js';
import { describeElement, type DescribedElement } from './element-values.js';

/** A larger header is not looked into. */
const MAX_DESCRIBED_OCTETS = 1 << 16;
/** Lines of an outline. More are counted, not kept: damage can make any number of them. */
const MOST_ENTRIES = 1000;

/** An element, or a row of neighbours with the same name. */
export interface OutlineEntry {
  /** Name in the specification; digits where there is none; `unreadable` for octets that are no element. */
  readonly name: string;
  /** 0 for EBML and Segment, 1 for what is in a Segment. */
  readonly level: number;
  /** Octets before it. */
  readonly offset: number;
  /** Octets of the whole row, headers included, as far as they came. */
  octets: number;
  /** How many elements it is. */
  count: number;
  /** Whether one of them says no size. */
  hasUnknownSize: boolean;
  /** What is in a header, or in Clusters by name: how many. */
  readonly children?: readonly DescribedElement[];
  readonly contains?: Record<string, number>;
}

/** Answer of a step that cannot go on without more octets. */
const WAIT = -1;

export class ElementOutline {
  readonly entries: OutlineEntry[] = [];
  /** Entries beyond those that are kept. */
  omitted = 0;
  readonly #header: ElementHeader = { id: 0, size: 0, need: 0 };
  #rest: Uint8Array = new Uint8Array(0);
  /** Offset of the first octet in hand. */
  #base = 0;
  #skipTo = 0;
  #clusterEnd = -1;
  /** -1 outside of a Segment. */
  #segmentEnd = -1;
  #isSearching = false;
  /** What more octets may yet belong to. */
  #open: OutlineEntry | undefined;
  #last: OutlineEntry | undefined;

  feed(chunk: Uint8Array): void {
    const octets = this.#rest.length === 0 ? chunk : concatOctets([this.#rest, chunk]);
    let at = 0;
    while (at < octets.length) {
      const next = this.#step(octets, at);
      if (next === WAIT) break;
      at = next;
    }
    this.#rest = octets.slice(at);
    this.#base += at;
    if (this.#open !== undefined) this.#open.octets = this.#base - this.#open.offset;
  }

  /** The stream has ended: what is begun and not whole is told of too. */
  end(): void {
    if (this.#rest.length > 0) this.#addUnreadable(this.#base, this.#rest.length);
  }

  #step(octets: Uint8Array, at: number): number {
    const offset = this.#base + at;
    if (offset < this.#skipTo) return Math.min(octets.length, at + this.#skipTo - offset);
    if (this.#isSearching) return this.#search(octets, at);
    if (offset >= this.#segmentEnd) this.#segmentEnd = -1;
    if (offset >= this.#clusterEnd) this.#clusterEnd = -1;
    const headerLength = readElementHeader(octets, at, octets.length, this.#header);
    if (headerLength === NEED_MORE) return WAIT;
    if (headerLength === MALFORMED || !this.#isPossible(offset + headerLength)) return this.#lose(at);
    return this.#take(octets, at, headerLength);
  }

  #take(octets: Uint8Array, at: number, headerLength: number): number {
    const { id, size } = this.#header;
    const offset = this.#base + at;
    const end = offset + headerLength + size;
    if (this.#isInCluster() && !isSegmentChild(id) && id !== ID.EBML && id !== ID.Segment)
      return this.#takeInCluster(at, headerLength);
    this.#clusterEnd = -1;
    if (id === ID.Segment || id === ID.Cluster) {
      this.#add(offset, id === ID.Segment ? 0 : 1, headerLength, id === ID.Cluster ? {} : undefined);
      if (id === ID.Segment) this.#segmentEnd = size === UNKNOWN_SIZE ? Infinity : end;
      else this.#clusterEnd = size === UNKNOWN_SIZE ? Infinity : end;
      return at + headerLength;
    }
    const isHeader = id === ID.EBML || id === ID.SeekHead || id === ID.Info || id === ID.Tracks;
    if (isHeader && size <= MAX_DESCRIBED_OCTETS) return this.#describe(octets, at, headerLength);
    this.#add(offset, 1, headerLength + size);
    this.#skipTo = end;
    return at + headerLength;
  }

  #describe(octets: Uint8Array, at: number, headerLength: number): number {
    const { id, size } = this.#header;
    const end = at + headerLength + size;
    if (end > octets.length) return WAIT;
    const children = describeElement(id, octets.subarray(at + headerLength, end)).children;
    if (id === ID.EBML) this.#segmentEnd = -1;
    this.#push({
      name: elementName(id).name,
      level: id === ID.EBML ? 0 : 1,
      offset: this.#base + at,
      octets: headerLength + size,
      count: 1,
      hasUnknownSize: false,
      ...(children === undefined ? {} : { children }),
    });
    return end;
  }

  #takeInCluster(at: number, headerLength: number): number {
    const { name } = elementName(this.#header.id);
    const contains = this.#open?.contains;
    if (contains !== undefined) contains[name] = (contains[name] ?? 0) + 1;
    this.#skipTo = this.#base + at + headerLength + this.#header.size;
    return at + headerLength;
  }

  #isInCluster(): boolean {
    return this.#clusterEnd >= 0;
  }

  /** Only Segment and Cluster may leave their size open, nothing ends behind its parent, and little stands outside. */
  #isPossible(bodyStart: number): boolean {
    const { id, size } = this.#header;
    const isTop = id === ID.EBML || id === ID.Segment;
    if (size === UNKNOWN_SIZE) return id === ID.Segment || (id === ID.Cluster && this.#segmentEnd >= 0);
    if (isTop || (this.#segmentEnd < 0 && id === ID.Void)) return true;
    const endsCluster = !this.#isInCluster() || isSegmentChild(id);
    return bodyStart + size <= (endsCluster ? this.#segmentEnd : Math.min(this.#clusterEnd, this.#segmentEnd));
  }

  #lose(at: number): number {
    this.#isSearching = true;
    this.#clusterEnd = -1;
    this.#addUnreadable(this.#base + at, 1);
    return at + 1;
  }

  #search(octets: Uint8Array, from: number): number {
    for (let at = from; at < octets.length; at++) {
      if (!mayStartSyncPoint(octets[at] ?? 0)) continue;
      const read = readSyncPoint(octets, at, octets.length);
      if (read === NO_SYNC_POINT) continue;
      if (read !== IS_SYNC_POINT) return at === from ? WAIT : at;
      if (this.#open !== undefined) this.#open.octets = this.#base + at - this.#open.offset;
      this.#isSearching = false;
      if (this.#segmentEnd < 0) this.#segmentEnd = Infinity;
      this.#open = undefined;
      return at;
    }
    return octets.length;
  }

  #addUnreadable(offset: number, octets: number): void {
    this.#open = this.#push({ name: 'unreadable', level: 1, offset, octets, count: 1, hasUnknownSize: false });
  }

  #add(offset: number, level: number, octets: number, contains?: Record<string, number>): void {
    const { name } = elementName(this.#header.id);
    const hasUnknownSize = this.#header.size === UNKNOWN_SIZE;
    const last = this.#last;
    if (last?.name === name && name !== 'Segment') {
      last.count++;
      last.octets = offset + octets - last.offset;
      last.hasUnknownSize ||= hasUnknownSize;
      if (contains !== undefined) this.#open = last;
      return;
    }
    const entry = {
      name,
      level,
      offset,
      octets,
      count: 1,
      hasUnknownSize,
      ...(contains === undefined ? {} : { contains }),
    };
    this.#push(entry);
    if (contains !== undefined) this.#open = entry;
  }

  #push(entry: OutlineEntry): OutlineEntry {
    if (this.#open !== undefined) this.#open.octets = entry.offset - this.#open.offset;
    this.#open = undefined;
    this.#last = entry;
    if (this.entries.length < MOST_ENTRIES) this.entries.push(entry);
    else this.omitted++;
    return entry;
  }
}
