/*
 * Elements in, blocks out: what RFC 9559 means by a stream of them.
 *
 *   EBML, Info, Tracks -> the recorder's header, told before the first block of its run
 *   Cluster, Timestamp -> the clock that relative block timestamps count from
 *   SimpleBlock, BlockGroup, EncryptedBlock -> a block with its track, its time, and whether it needs another
 *
 * The hard cases: keyframes are a matter of each block, not of its Cluster; video flags are checked against the payload;
 * audio is always a random access point, whatever its flags say; a second EBML header is a restart of the recorder.
 */
import { NOTHING_DESCRIBED } from './block.js';
import { mayBeBlockGroup, readBlockGroup, type BlockGroup } from './block-group.js';
import { Continuity, type ContinuitySink } from './continuity.js';
import { hasSoundLacing, readBlockHeader, type BlockHeader } from './block-header.js';
import { LostHeader } from './lost-header.js';
import { Lacing, readLacedFrames } from './lacing.js';
import { HeaderReader, type Run } from './header-reader.js';
import type { SourceTrack } from './source-track.js';
import { TimedBlock } from './timed-block.js';
import type { DamageCode } from '../elements/damage.js';
import { START_OCTETS, ElementReader, type ElementSink } from '../elements/element-reader.js';
import * as ID from '../elements/matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';
import type { ResolvedOptions } from '../options.js';

/** Bit 0x80 of a SimpleBlock's flags: no other frame is needed (RFC 9559, section 10.2). */
const FLAG_KEYFRAME = 0x80;

/** Who is told of the blocks. */
export interface BlockSink {
  /** A recorder's header is complete; the blocks that follow are of this run. */
  runStarted(run: Run): void;
  block(block: TimedBlock): void;
  damaged(code: DamageCode, offset: number): void;
  resumed(offset: number): void;
  /** Blocks before the next one are missing, though every octet could be read. */
  missingBefore(code: DamageCode, offset: number): void;
  /** The recorder's times from here on have nothing to do with those before. */
  rebased(): void;
}

export class BlockReader implements ElementSink, ContinuitySink {
  readonly #sink: BlockSink;
  readonly #limits: ResolvedOptions;
  readonly #elements: ElementReader;
  readonly #group: BlockGroup = {
    blockStart: -1,
    blockEnd: -1,
    hasReference: false,
    hasAdditions: false,
    durationTicks: -1,
  };
  readonly #block: BlockHeader = { trackNumber: 0, trackNumberWidth: 0, relativeTicks: 0, flags: 0, payloadStart: 0 };
  readonly #header: HeaderReader;
  #tickMs = 1;
  /** The Cluster's Timestamp in ticks, or -1 before it is known. */
  #clusterTicks = -1;
  /** Counts Clusters. */
  #cluster = 0;
  readonly #continuity = new Continuity(this);
  #trustsNumbers = false;
  /** Stream offset of the block in hand. */
  #offset = 0;
  /** What is known of a recording whose header never came. */
  #lostHeader: LostHeader | undefined;

  constructor(sink: BlockSink, limits: ResolvedOptions) {
    this.#sink = sink;
    this.#limits = limits;
    this.#header = new HeaderReader(limits);
    this.#elements = new ElementReader(this, limits);
  }

  get fed(): number {
    return this.#elements.fed;
  }

  feed(chunk: Uint8Array): void {
    this.#elements.feed(chunk);
  }

  /** Octets are missing between the chunk before and the next one; `tell` says so to those behind. */
  interrupt(tell: () => void): void {
    this.#tell(() => {
      this.#continuity.restart(false);
      tell();
    });
    this.#elements.interrupt();
  }

  /** See {@link ElementReader.unfinishedOffset}. */
  unfinishedOffset(): number | undefined {
    return this.#elements.unfinishedOffset();
  }

  /** The header that was read, if the run that it begins has had no block yet. */
  unannouncedRun(): Run | undefined {
    return this.#header.unannounced;
  }

  /** Chunks are numbered: losses need not be found from the times any more. */
  trustNumbers(): void {
    this.#trustsNumbers = true;
    this.#continuity.findsHoles = false;
  }

  /** Hands out what waits for more octets to be judged: none will come. */
  end(): void {
    this.#elements.end();
    this.#settleHeld();
    this.#continuity.flush();
  }

  pass(block: TimedBlock): void {
    this.#sink.block(block);
  }

  missingBefore(code: DamageCode, offset: number): void {
    this.#sink.missingBefore(code, offset);
  }

  rebased(): void {
    for (const track of this.#header.tracks.values()) track.newestRecorderMs = -Infinity;
    this.#sink.rebased();
  }

  /** Where a Segment says its size, octets cannot be lost between elements without the sizes telling. */
  masterStarted(id: number, isSized: boolean): void {
    if (id === ID.Segment) this.#continuity.findsHoles = !isSized && !this.#trustsNumbers;
    if (id !== ID.Cluster) return;
    this.#clusterTicks = -1;
    this.#cluster++;
  }

  damaged(code: DamageCode, offset: number): void {
    this.#clusterTicks = -1;
    this.#tell(() => {
      this.#continuity.restart(false);
      this.#sink.damaged(code, offset);
    });
  }

  resumed(offset: number): void {
    this.#tell(() => this.#sink.resumed(offset));
  }

  /** Tells of a gap in its place: behind the blocks that are held for want of a header. */
  #tell(tell: () => void): void {
    if (this.#lostHeader === undefined) tell();
    else this.#lostHeader.note(tell);
  }

  /** Nothing more comes of a recording whose header was lost: its tracks are told from what is held, or never. */
  #settleHeld(): void {
    this.#rebuildHeader(true);
    this.#giveUpHeld();
  }

  /** The tracks cannot be told from what is held. What was noted meanwhile is told nonetheless. */
  #giveUpHeld(): void {
    const lost = this.#lostHeader;
    this.#lostHeader = undefined;
    lost?.release(() => undefined);
  }

  element(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    this.#offset = this.#elements.offset;
    switch (id) {
      case ID.SimpleBlock:
      case ID.EncryptedBlock:
        return this.#readBlock(id, octets, bodyStart, bodyEnd);
      case ID.BlockGroup:
        return this.#readGroup(octets, bodyStart, bodyEnd);
      case ID.Position:
      case ID.PrevSize:
        return undefined;
      case ID.Timestamp:
        this.#clusterTicks = readUnsigned(octets, bodyStart, bodyEnd);
        return undefined;
      default:
        return this.#readHeader(id, octets.slice(bodyStart, bodyEnd));
    }
  }

  checkStart(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    switch (id) {
      case ID.SimpleBlock:
      case ID.EncryptedBlock:
        return this.#checkBlockStart(octets, bodyStart, bodyEnd);
      case ID.BlockGroup:
        return mayBeBlockGroup(octets, bodyStart, bodyEnd) ? undefined : 'malformed-block';
      default:
        return undefined;
    }
  }

  /** A header is copied out of the chunk: it outlives it, and it is small. */
  #readHeader(id: number, body: Uint8Array<ArrayBuffer>): DamageCode | undefined {
    if (id !== ID.Info) this.#settleHeld();
    if (!this.#header.read(id, body)) return 'malformed-header';
    if (id === ID.EBML) this.#clusterTicks = -1;
    return undefined;
  }

  #checkBlockStart(octets: Uint8Array, start: number, end: number): DamageCode | undefined {
    if (this.#clusterTicks < 0) return 'malformed-block';
    if (!readBlockHeader(octets, start, end, this.#block)) return 'malformed-block';
    return this.#header.tracks.size === 0 || this.#header.tracks.has(this.#block.trackNumber)
      ? undefined
      : 'unknown-track';
  }

  /** Holds a block of a recording whose header never came, until its tracks can be told from the blocks. */
  #hold(
    elementId: number,
    octets: Uint8Array,
    bodyStart: number,
    bodyEnd: number,
    blockEnd: number,
  ): DamageCode | undefined {
    const { trackNumber, payloadStart, relativeTicks } = this.#block;
    this.#lostHeader ??= new LostHeader(this.#limits.mimeType, this.#limits.maxHeldOctets);
    const isPossible = this.#lostHeader.hold({
      elementId,
      octets,
      bodyStart,
      bodyEnd,
      offset: this.#offset,
      clusterTicks: this.#clusterTicks,
      cluster: this.#cluster,
      trackNumber,
      timestampMs: this.#clusterTicks + relativeTicks,
      payload: octets.subarray(payloadStart, blockEnd),
      hasAdditions: elementId === ID.BlockGroup && this.#group.hasAdditions,
    });
    if (!isPossible) {
      this.#giveUpHeld();
      return 'unknown-track';
    }
    this.#rebuildHeader(false);
    return undefined;
  }

  #rebuildHeader(isEnd: boolean): void {
    const lost = this.#lostHeader;
    const tracks = lost?.rebuild(isEnd);
    if (lost === undefined || tracks === undefined) return;
    this.#lostHeader = undefined;
    if (!this.#header.readRebuilt(tracks.slice(), lost.docType)) return;
    const { clusterTicks, cluster } = { clusterTicks: this.#clusterTicks, cluster: this.#cluster };
    lost.release((held) => {
      this.#clusterTicks = held.clusterTicks;
      this.#cluster = held.cluster;
      this.#offset = held.offset;
      if (held.elementId === ID.BlockGroup) this.#readGroup(held.octets, held.bodyStart, held.bodyEnd);
      else this.#readBlock(held.elementId, held.octets, held.bodyStart, held.bodyEnd);
    });
    this.#clusterTicks = clusterTicks;
    this.#cluster = cluster;
  }

  #readBlock(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    const wrong = this.#checkBlockStart(octets, bodyStart, Math.min(bodyEnd, bodyStart + START_OCTETS));
    if (wrong !== undefined) return wrong;
    return this.#emit(
      id,
      octets,
      bodyStart,
      bodyEnd,
      bodyStart,
      bodyEnd,
      (this.#block.flags & FLAG_KEYFRAME) !== 0,
      -1,
    );
  }

  #readGroup(octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    const group = this.#group;
    if (this.#clusterTicks < 0 || !mayBeBlockGroup(octets, bodyStart, bodyEnd)) return 'malformed-block';
    if (!readBlockGroup(octets, bodyStart, bodyEnd, group)) return 'malformed-block';
    const wrong = this.#checkBlockStart(octets, group.blockStart, group.blockEnd);
    if (wrong !== undefined) return wrong;
    return this.#emit(
      ID.BlockGroup,
      octets,
      bodyStart,
      bodyEnd,
      group.blockStart,
      group.blockEnd,
      !group.hasReference,
      group.durationTicks,
    );
  }

  #emit(
    id: number,
    octets: Uint8Array,
    bodyStart: number,
    bodyEnd: number,
    blockStart: number,
    blockEnd: number,
    isFlagged: boolean,
    durationTicks: number,
  ): DamageCode | undefined {
    const header = this.#block;
    if (this.#header.tracks.size === 0) return this.#hold(id, octets, bodyStart, bodyEnd, blockEnd);
    const track = this.#header.tracks.get(header.trackNumber);
    if (track === undefined) return 'unknown-track';
    if (!hasSoundLacing(octets, header, blockEnd)) return 'malformed-block';
    const lacing = header.flags & Lacing.Ebml;
    const description =
      track.isVideo && isFlagged
        ? describeFirstFrame(track, octets, header.payloadStart, blockEnd, lacing)
        : NOTHING_DESCRIBED;
    this.#announce();
    return this.#continuity.judge(
      new TimedBlock(
        track,
        this.#offset,
        id,
        octets,
        bodyStart,
        bodyEnd,
        blockStart,
        header.trackNumberWidth,
        header.payloadStart,
        blockEnd,
        lacing,
        this.#clusterTicks + header.relativeTicks,
        this.#tickMs,
        durationTicks,
        !track.isVideo || (isFlagged && description.isKeyframe !== false),
        description,
      ),
      this.#cluster,
    );
  }

  #announce(): void {
    const run = this.#header.announce();
    if (run === undefined) return;
    this.#tickMs = run.header.info.timestampScaleNs / 1e6;
    this.#continuity.restart(true);
    this.#sink.runStarted(run);
  }
}

function describeFirstFrame(track: SourceTrack, octets: Uint8Array, start: number, end: number, lacing: number) {
  const first = readLacedFrames(octets, start, end, lacing)?.[0];
  return first === undefined ? NOTHING_DESCRIBED : track.describe(octets.subarray(first.start, first.end));
}
