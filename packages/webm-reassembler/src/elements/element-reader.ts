/*
 * Octets in, elements out: the incremental reader of RFC 8794 for the part of Matroska that streams.
 *
 *   [EBML][Segment ?  [Info][Tracks][Cluster ? [Timestamp][SimpleBlock][BlockGroup]...][Cluster ? ...]...][EBML]...
 *                                                                  ^ a restart begins anew, mid-stream
 *
 * Masters that stream (Segment, Cluster) are entered; elements with meaning are handed over whole, as views; all else is
 * skipped unread. The hard cases:
 *
 * - A chunk ends anywhere, also inside an ID. What spans two chunks waits in PendingOctets, only that is copied; a Block of
 *   which nothing but its ID came before is not.
 * - Segment and Cluster may be of unknown size, in any of eight widths: they end where an element starts that can only
 *   stand higher up (RFC 8794, section 6.2).
 * - Damage is found as early as the octets allow, at the same place for any cuts, and never waited out.
 *
 * | state     | what comes                                   | what is done                     | next      |
 * |-----------|----------------------------------------------|----------------------------------|-----------|
 * | reading   | an element, whole                            | hand over, enter, or start skip  | reading   |
 * | reading   | the start of an element                      | wait for the octets it needs     | reading   |
 * | reading   | what cannot be                               | tell the sink, go one octet on   | searching |
 * | searching | EBML, Info, Tracks, Cluster with first child | tell the sink                    | reading   |
 */
import { PendingOctets } from '../octets/pending-octets.js';
import type { ResolvedOptions } from '../options.js';
import type { DamageCode } from './damage.js';
import { START_OCTETS, type ElementSink } from './element-sink.js';
import { NEED_MORE, readElementHeader, readVint, UNKNOWN_SIZE, type ElementHeader } from './element-header.js';
import { isBlock, isWellFormedId } from './element-ids.js';
import * as ID from './matroska-ids.js';
import { IS_NAMED, readNamedHeader } from './named-header.js';
import { OpenMasters } from './open-masters.js';
import { LARGE_OCTETS, SwallowedClusterSearch } from './swallowed-cluster.js';
import { findSyncPoint, type FoundSyncPoint } from './sync-point.js';

/** Answer of a step that cannot go on without more octets; `#need` says how many. */
const WAIT = -1;

export class ElementReader {
  readonly #sink: ElementSink;
  readonly #limits: ResolvedOptions;
  readonly #header: ElementHeader = { id: 0, size: 0, need: 0 };
  readonly #found: FoundSyncPoint = { at: 0, need: 0 };
  readonly #pending = new PendingOctets();
  /** Whether the pending octets are a whole element, kept only to see what follows it. */
  #mayEndHere = false;
  /** Octets that the unit in `#pending` needs before it is looked at again. */
  #need = 0;
  #pendingOffset = 0;
  /** Octets fed before the chunk in hand. */
  #fed = 0;
  /** Stream offset of index 0 of the octets being read. */
  #base = 0;
  #at = 0;
  readonly #masters = new OpenMasters();
  readonly #swallowed = new SwallowedClusterSearch();
  #skipLeft = 0;
  #searching = false;
  /** Whether anything of a WebM stream was recognised yet. */
  #isRecognised = false;

  constructor(sink: ElementSink, limits: ResolvedOptions) {
    this.#sink = sink;
    this.#limits = limits;
  }

  /** Octets fed so far. */
  get fed(): number {
    return this.#fed;
  }

  /** Stream offset of the element that is being handed over. */
  get offset(): number {
    return this.#base + this.#at;
  }

  /** Reads a chunk. Views of it, handed to the sink, stay valid as long as its owner leaves it unchanged. */
  feed(chunk: Uint8Array): void {
    let at = this.#pending.length > 0 ? this.#readAcross(chunk) : 0;
    while (this.#pending.length > 0 && at < chunk.length) {
      at += this.#pending.append(chunk, at, this.#need);
      if (this.#pending.length < this.#need) continue;
      const octets = this.#pending.takeAll();
      this.#base = this.#pendingOffset;
      this.#keep(octets, this.#read(octets, 0, octets.length));
    }
    if (at < chunk.length) {
      this.#base = this.#fed;
      this.#keep(chunk, this.#read(chunk, at, chunk.length));
    }
    this.#fed += chunk.length;
  }

  /**
   * Nothing more comes. An element that has not ended claims more than there is: if something can be resumed at within it,
   * its size was damaged, and what it swallowed is read.
   */
  end(): void {
    while (this.#pending.length > 0 && !this.#searching && !this.#mayEndHere) {
      const octets = this.#pending.takeAll();
      this.#base = this.#pendingOffset;
      if (!findSyncPoint(octets, 1, octets.length, this.#found)) return this.#keep(octets, 0);
      this.#keep(octets, this.#read(octets, this.#damage('malformed-element', 0), octets.length));
    }
  }

  /** Octets are missing between the chunk before and the next one: reading resumes where it safely can. */
  interrupt(): void {
    this.#pending.clear();
    this.#skipLeft = 0;
    this.#searching = true;
  }

  /** Stream offset of an element that has begun and not ended, if the stream cannot rightly end here. */
  unfinishedOffset(): number | undefined {
    if (this.#pending.length > 0) return this.#searching || this.#mayEndHere ? undefined : this.#pendingOffset;
    return this.#skipLeft > 0 || this.#masters.isInsideSized(this.#fed) ? this.#fed : undefined;
  }

  /**
   * Chromium mostly cuts right behind a Block's ID, which is one octet. Where the rest of the Block is in the new chunk, it
   * is handed over as a view of that, and nothing is joined.
   *
   * @returns where to read on in the chunk; 0 when nothing was read
   */
  #readAcross(chunk: Uint8Array): number {
    if (this.#pending.length !== 1 || this.#searching || !isBlock(this.#pending.first)) return 0;
    const headerLength = readVint(chunk, 0, chunk.length, 1, this.#header);
    if (headerLength <= 0 || headerLength - 1 + this.#header.size > chunk.length) return 0;
    this.#header.id = this.#pending.first;
    this.#pending.clear();
    this.#base = this.#fed;
    return this.#readWhole(chunk, -1, headerLength, chunk.length, this.#limits.maxBlockOctets);
  }

  /** Keeps what was not read: at most the start of one unit. */
  #keep(octets: Uint8Array, from: number): void {
    if (from === octets.length) return;
    this.#pendingOffset = this.#base + from;
    this.#pending.append(octets, from, Math.max(this.#need, octets.length - from));
  }

  /** Reads all that is whole in `octets[from..end)`; returns where the first unit starts that is not. */
  #read(octets: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end) {
      if (this.#skipLeft > 0) {
        const skipped = Math.min(this.#skipLeft, end - at);
        this.#skipLeft -= skipped;
        at += skipped;
      } else if (this.#searching) {
        at = this.#search(octets, at, end);
        if (this.#searching) return at;
      } else {
        const next = this.#readElement(octets, at, end);
        if (next === WAIT) return at;
        at = next;
      }
    }
    return at;
  }

  #readElement(octets: Uint8Array, at: number, end: number): number {
    this.#mayEndHere = false;
    this.#masters.arriveAt(this.#base + at);
    const headerLength = readElementHeader(octets, at, end, this.#header);
    if (headerLength === NEED_MORE) return this.#wait(this.#header.need);
    if (headerLength < 0) return this.#damage('malformed-element', at);
    switch (this.#header.id) {
      // A Block right behind a sized Cluster is read as that Cluster's: a muxer that was cut off leaves its size too small.
      case ID.SimpleBlock:
      case ID.BlockGroup:
      case ID.EncryptedBlock:
        return this.#readWhole(octets, at, headerLength, end, this.#limits.maxBlockOctets);
      case ID.Timestamp:
      case ID.Position:
      case ID.PrevSize:
        if (this.#header.size > 8) return this.#damage('malformed-element', at);
        return this.#readWhole(octets, at, headerLength, end, 8);
      case ID.EBML:
        this.#isRecognised = true;
        this.#masters.leaveAll();
        return this.#readWhole(octets, at, headerLength, end, this.#limits.maxHeaderOctets);
      case ID.Segment:
        return this.#startSegment(at, headerLength);
      case ID.Cluster:
        return this.#startCluster(at, headerLength);
      case ID.Info:
      case ID.Tracks:
        this.#masters.leaveCluster();
        return this.#readWhole(octets, at, headerLength, end, this.#limits.maxHeaderOctets);
      default:
        if (this.#masters.maySkip(this.#header.id)) return this.#startSkip(at, headerLength);
        return this.#readUnused(octets, at, headerLength, end);
    }
  }

  #readWhole(octets: Uint8Array, at: number, headerLength: number, end: number, limit: number): number {
    const { id, size } = this.#header;
    const bodyStart = at + headerLength;
    const bodyEnd = bodyStart + size;
    const wrong = this.#masters.wrongElement(id, size, this.#base + bodyEnd, limit);
    if (wrong !== undefined) return this.#damage(wrong, at);
    if (bodyEnd > end || this.#swallowed.isSuspect(size)) {
      const next = this.#checkArriving(octets, at, bodyStart, end);
      if (next !== undefined) return next;
    }
    this.#at = at;
    const damage = this.#sink.element(id, octets, bodyStart, bodyEnd);
    if (damage !== undefined) return this.#damage(damage, at);
    this.#swallowed.noteSound(size);
    return bodyEnd;
  }

  /** Looks at an element of which not all is there yet, or that is large; `undefined` when it is whole and may be handed over. */
  #checkArriving(octets: Uint8Array, at: number, bodyStart: number, end: number): number | undefined {
    const { id, size } = this.#header;
    const bodyEnd = bodyStart + size;
    const startEnd = bodyStart + Math.min(size, START_OCTETS);
    if (startEnd > end) return this.#wait(startEnd - at);
    const damage = this.#sink.checkStart(id, octets, bodyStart, startEnd);
    if (damage !== undefined) return this.#damage(damage, at);
    const isLarge = this.#swallowed.isSuspect(size);
    if (isLarge && this.#swallowed.finds(octets, at, this.#base + at, bodyStart, Math.min(bodyEnd, end)))
      return this.#damage('malformed-element', at);
    // A large one is looked through as it comes, so that a damaged size is not waited out.
    return bodyEnd > end ? this.#wait((isLarge ? Math.min(bodyEnd, end + LARGE_OCTETS) : bodyEnd) - at) : undefined;
  }

  #startSegment(at: number, headerLength: number): number {
    const start = at + headerLength;
    this.#masters.enterSegment(this.#base + start, this.#header.size);
    this.#sink.masterStarted(ID.Segment, this.#header.size !== UNKNOWN_SIZE);
    return start;
  }

  #startCluster(at: number, headerLength: number): number {
    const start = at + headerLength;
    const wrong = this.#masters.enterCluster(this.#base + start, this.#header.size);
    if (wrong !== undefined) return this.#damage(wrong, at);
    this.#sink.masterStarted(ID.Cluster, this.#header.size !== UNKNOWN_SIZE);
    return start;
  }

  /** A child of Segment that says nothing of the media, or Void: passed over, however long. */
  #startSkip(at: number, headerLength: number): number {
    this.#masters.leaveCluster();
    const { id, size } = this.#header;
    const start = at + headerLength;
    const wrong = this.#masters.wrongElement(id, size, this.#base + start + size, this.#limits.maxSkippedOctets);
    if (wrong !== undefined) return this.#damage(wrong, at);
    this.#skipLeft = size;
    return start;
  }

  /**
   * Void, CRC-32, or an element without a name here. Damage looks like this too, so it is believed only when something
   * known follows it; until then its octets are kept, to be searched when it is not.
   */
  #readUnused(octets: Uint8Array, at: number, headerLength: number, end: number): number {
    const { id, size } = this.#header;
    if (!isWellFormedId(id) || (id === ID.CRC32 && size !== 4)) return this.#damage('malformed-element', at);
    const next = at + headerLength + size;
    const wrong = this.#masters.wrongElement(id, size, this.#base + next, this.#limits.maxUnknownOctets);
    if (wrong !== undefined) return this.#damage(wrong, at);
    if (this.#base + next >= this.#masters.end) return next > end ? this.#wait(next - at) : next;
    if (next > end) return this.#wait(next - at);
    const read = readNamedHeader(octets, next, end);
    if (read <= 0) return read === IS_NAMED ? next : this.#damage('malformed-element', at);
    this.#mayEndHere = next === end;
    return this.#wait(next - at + read);
  }

  #search(octets: Uint8Array, from: number, end: number): number {
    this.#searching = !findSyncPoint(octets, from, end, this.#found);
    this.#need = this.#found.need;
    if (!this.#searching) this.#resume(this.#base + this.#found.at);
    return this.#found.at;
  }

  #resume(offset: number): void {
    this.#isRecognised = true;
    this.#masters.resumeAt(offset);
    this.#sink.resumed(offset);
  }

  #damage(code: DamageCode, at: number): number {
    this.#searching = true;
    this.#sink.damaged(this.#isRecognised ? code : 'not-webm', this.#base + at);
    // What comes without its beginning may come from a Cluster's start on: then nothing more is lost.
    return this.#isRecognised ? at + 1 : at;
  }

  #wait(octets: number): number {
    this.#need = octets;
    return WAIT;
  }
}
