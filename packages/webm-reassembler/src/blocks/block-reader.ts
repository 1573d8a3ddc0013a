/*
 * Elements in, blocks out: what RFC 9559 means by a stream of them.
 *
 *   EBML, Info, Tracks -> the recorder's header, told before the first block of its run
 *   Cluster, Timestamp -> the clock that relative block timestamps count from
 *   SimpleBlock, BlockGroup -> a block with its track, its time, and whether it needs another
 *
 * The hard cases: keyframes are a matter of each block, not of its Cluster; video flags are checked against the payload;
 * audio is always a random access point, whatever its flags say; a second EBML header is a restart of the recorder.
 */
import { NOTHING_DESCRIBED } from './block.js';
import type { BlockSink } from './block-sink.js';
import { Continuity, type ContinuitySink } from './continuity.js';
import type { HeldBlock, HeldBlocks, HeldBlocksHost } from './held-blocks.js';
import { NO_LACING } from './lacing.js';
import { LocatedBlock } from './located-block.js';
import type { LossJudge } from './loss-judge.js';
import { HeaderReader } from './header-reader.js';
import type { SourceTrack } from './source-track.js';
import { TimedBlock } from './timed-block.js';
import type { FrameDescription } from '../codecs/frame-description.js';
import { DELTA, isVp8Delta, vp8 } from '../codecs/vp8.js';
import type { DamageCode } from '../elements/damage.js';
import { ElementReader } from '../elements/element-reader.js';
import type { ElementSink } from '../elements/element-sink.js';
import * as ID from '../elements/matroska-ids.js';
import { readUnsigned } from '../octets/numbers.js';
import type { ResolvedOptions } from '../options.js';

export class BlockReader implements ElementSink, ContinuitySink, HeldBlocksHost {
  readonly #sink: BlockSink;
  /** Takes the chunks, and knows where in the stream it is. */
  readonly elements: ElementReader;
  readonly #found = new LocatedBlock();
  readonly header: HeaderReader;
  #tickMs = 1;
  /** The Cluster's Timestamp in ticks, or -1 before it is known. */
  #clusterTicks = -1;
  /** Counts Clusters. */
  #cluster = 0;
  readonly #continuity: Continuity;
  readonly #losses: LossJudge | undefined;
  #trustsNumbers = false;
  /** Stream offset of the block in hand. */
  #offset = 0;
  readonly #held: HeldBlocks | undefined;

  constructor(sink: BlockSink, options: ResolvedOptions) {
    this.#sink = sink;
    this.header = new HeaderReader(options);
    this.elements = new ElementReader(this, options);
    this.#losses = options.loss?.();
    this.#continuity = new Continuity(this, this.#losses);
    this.#held = options.lostHeader?.(this);
  }

  /** Octets are missing between the chunk before and the next one; `tell` says so to those behind. */
  interrupt(tell: () => void): void {
    this.#tell(() => {
      this.#continuity.restart(false);
      tell();
    });
    this.elements.interrupt();
  }

  /** Chunks are numbered: losses need not be found from the times any more. */
  trustNumbers(): void {
    this.#trustsNumbers = true;
    if (this.#losses !== undefined) this.#losses.findsHoles = false;
  }

  /** Hands out what waits for more octets to be judged: none will come. */
  end(): void {
    this.elements.end();
    this.#held?.settle();
    this.#continuity.flush();
  }

  pass(block: TimedBlock): void {
    this.#sink.block(block);
  }

  missingBefore(code: DamageCode, offset: number): void {
    this.#sink.missingBefore(code, offset);
  }

  rebased(): void {
    for (const track of this.header.tracks.values()) track.newestRecorderMs = -Infinity;
    this.#sink.rebased();
  }

  /** Where a Segment says its size, octets cannot be lost between elements without the sizes telling. */
  masterStarted(id: number, isSized: boolean): void {
    if (id === ID.Segment && this.#losses !== undefined) this.#losses.findsHoles = !isSized && !this.#trustsNumbers;
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

  #tell(tell: () => void): void {
    if (this.#held === undefined) tell();
    else this.#held.note(tell);
  }

  element(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    this.#offset = this.elements.offset;
    switch (id) {
      case ID.SimpleBlock:
      case ID.BlockGroup:
        return this.#readBlock(id, octets, bodyStart, bodyEnd);
      // RFC 9559, appendix A: historic, and nothing says how it was encrypted. ffprobe passes over it too.
      case ID.EncryptedBlock:
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
      case ID.BlockGroup:
        if (this.#clusterTicks < 0 || !this.#found.mayStart(id, octets, bodyStart, bodyEnd)) return 'malformed-block';
        return id === ID.BlockGroup || this.#isTrackPossible() ? undefined : 'unknown-track';
      default:
        return undefined;
    }
  }

  /** A header is copied out of the chunk: it outlives it, and it is small. */
  #readHeader(id: number, body: Uint8Array<ArrayBuffer>): DamageCode | undefined {
    if (id !== ID.Info) this.#held?.settle();
    if (!this.header.read(id, body)) return 'malformed-header';
    if (id === ID.EBML) this.#clusterTicks = -1;
    return undefined;
  }

  /** Whether the block in hand is of a track that was described, or none was yet. */
  #isTrackPossible(): boolean {
    const { tracks } = this.header;
    return tracks.size === 0 || tracks.has(this.#found.header.trackNumber);
  }

  /** Holds a block of a recording whose header never came, until its tracks can be told from the blocks. */
  #hold(elementId: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    const isHeld = this.#held?.hold({
      elementId,
      octets,
      bodyStart,
      bodyEnd,
      offset: this.#offset,
      clusterTicks: this.#clusterTicks,
      cluster: this.#cluster,
    });
    return isHeld === true ? undefined : 'unknown-track';
  }

  readRebuilt(tracksBody: Uint8Array<ArrayBuffer>, docType: string): boolean {
    return this.header.readRebuilt(tracksBody, docType);
  }

  readHeld(held: HeldBlock): void {
    const [clusterTicks, cluster] = [this.#clusterTicks, this.#cluster];
    this.#clusterTicks = held.clusterTicks;
    this.#cluster = held.cluster;
    this.#offset = held.offset;
    this.#readBlock(held.elementId, held.octets, held.bodyStart, held.bodyEnd);
    this.#clusterTicks = clusterTicks;
    this.#cluster = cluster;
  }

  #readBlock(id: number, octets: Uint8Array, bodyStart: number, bodyEnd: number): DamageCode | undefined {
    const found = this.#found;
    if (this.#clusterTicks < 0 || !found.locate(id, octets, bodyStart, bodyEnd)) return 'malformed-block';
    if (this.header.tracks.size === 0) return this.#hold(id, octets, bodyStart, bodyEnd);
    const track = this.header.tracks.get(found.header.trackNumber);
    if (track === undefined) return 'unknown-track';
    if (!found.isSoundlyLaced(octets)) return 'malformed-block';
    this.#announce();
    const mayBeKeyframe = found.isFlagged || (track.codec?.framesSayType === true && id === ID.SimpleBlock);
    const description = track.isVideo && mayBeKeyframe ? describeFirstFrame(track, octets, found) : NOTHING_DESCRIBED;
    const block = new TimedBlock(
      track,
      this.#offset,
      id,
      octets,
      bodyStart,
      bodyEnd,
      found.blockStart,
      found.header.trackNumberWidth,
      found.header.payloadStart,
      found.blockEnd,
      found.lacing,
      this.#clusterTicks + found.header.relativeTicks,
      this.#tickMs,
      found.durationTicks,
      !track.isVideo || (description.isKeyframe ?? found.isFlagged),
      description,
    );
    return this.#continuity.judge(block, this.#cluster);
  }

  #announce(): void {
    const run = this.header.announce();
    if (run === undefined) return;
    this.#tickMs = run.header.info.timestampScaleNs / 1e6;
    this.#continuity.restart(true);
    this.#sink.runStarted(run);
  }
}

function describeFirstFrame(track: SourceTrack, octets: Uint8Array, found: LocatedBlock): FrameDescription {
  // Nearly every frame: to make a view of each would cost more than to look into it.
  if (track.codec === vp8 && found.lacing === NO_LACING && isVp8Delta(octets[found.header.payloadStart])) return DELTA;
  const first = found.frames(octets)?.[0];
  return first === undefined || !track.codec
    ? NOTHING_DESCRIBED
    : track.codec.describe(octets.subarray(first.start, first.end));
}
