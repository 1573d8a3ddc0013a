import type { TrackType } from '../../blocks/track.js';
import type { MediaSegment } from '../outputs.js';
import { UnwrittenSegment } from '../unwritten-segment.js';
import { AppendWrite } from './append-write.js';
import type { ArrivingBlock, ArrivingBlocks } from './arriving-block.js';
import { ClusterBlocks } from './cluster-blocks.js';
import { ClusterWriter } from './cluster-writer.js';
import { CueIndex } from './cue-index.js';
import { PlannedBlocks } from './planned-blocks.js';
import type { ReadInitSegment } from './read-init-segment.js';
import { RecordingHead } from './recording-head.js';
import type { ResolvedRecordingOptions } from './recording-options.js';
import type { RecordingWrite } from './recording-write.js';
import { TrackEnds } from './track-ends.js';

/** Length at which a Cluster of a recording with `clusters: 'full'` is ended. */
const FULL_CLUSTER_MS = 5000;

/** One file of a recording, from its head to its Cues. Makes the writes; holds what is not written yet. */
export class RecordingPart {
  readonly init: ReadInitSegment;
  readonly #number: number;
  readonly #options: ResolvedRecordingOptions;
  readonly #head: RecordingHead;
  readonly #clusters: ClusterWriter;
  readonly #ends: TrackEnds;
  readonly #ticksPerMs: number;
  readonly #videoTracks: ReadonlySet<number>;
  readonly #soundTracks: ReadonlySet<number>;
  #cues: CueIndex | undefined;
  /** Time in the stream at which the file's own times begin. */
  #originTicks: number | undefined;
  #fileOctets = 0;
  #writes: RecordingWrite[] = [];

  constructor(number: number, init: ReadInitSegment, options: ResolvedRecordingOptions) {
    this.init = init;
    this.#number = number;
    this.#options = options;
    this.#head = new RecordingHead(init);
    this.#ends = new TrackEnds(init.entries);
    this.#ticksPerMs = 1e6 / init.info.timestampScaleNs;
    this.#videoTracks = numbersOf(init, 'video');
    this.#soundTracks = numbersOf(init, 'audio');
    this.#clusters = new ClusterWriter(options.clusters === 'full' ? FULL_CLUSTER_MS * this.#ticksPerMs : Infinity);
    this.#writes.push({ kind: 'begin', part: number, initSegment: init.initSegment });
    this.#append([this.#head.octets]);
  }

  add(segment: MediaSegment): void {
    const hasVideo = this.#videoTracks.size > 0;
    let opens = segment.opensWithRandomAccessPoint;
    if (!opens && this.#cues === undefined && this.#isOfVideo(segment)) return;
    const blocks = this.#blocksOf(segment);
    while (blocks.next()) {
      this.#originTicks ??= this.#options.startsAtZero ? blocks.ticks : 0;
      blocks.ticks -= this.#originTicks;
      const mustBegin = opens && hasVideo;
      if (mustBegin || !this.#clusters.takes(blocks.ticks, blocks.octets))
        this.#beginCluster(blocks, opens || !hasVideo);
      // Firefox flags no sound as a keyframe, and ffmpeg seeks to what is flagged only.
      this.#clusters.add(blocks, this.#soundTracks.has(blocks.trackNumber));
      opens = false;
    }
    this.#ends.add(segment.blocks);
  }

  /** What is to be written by now. */
  flush(): readonly RecordingWrite[] {
    this.#ends.release();
    if (this.#options.clusters === 'per-call') this.#writeClusters();
    const writes = this.#writes;
    this.#writes = [];
    return writes;
  }

  end(): readonly RecordingWrite[] {
    this.#writeClusters();
    const endMs = this.#ends.endMs();
    const durationMs = endMs === undefined ? undefined : endMs - (this.#originTicks ?? 0) / this.#ticksPerMs;
    const cuesAt = this.#cues === undefined ? undefined : this.#fileOctets;
    if (this.#cues !== undefined) this.#append([this.#cues.write()]);
    const durationTicks = durationMs === undefined || durationMs <= 0 ? undefined : durationMs * this.#ticksPerMs;
    const patch = this.#head.patch({ fileOctets: this.#fileOctets, cuesAt, durationTicks });
    this.#writes.push(
      { kind: 'patch', part: this.#number, position: this.#head.patchAt, octets: patch },
      {
        kind: 'finish',
        part: this.#number,
        octets: this.#fileOctets,
        durationMs: durationMs ?? 0,
        cuePoints: this.#cues?.length ?? 0,
      },
    );
    return this.flush();
  }

  #blocksOf(segment: MediaSegment): ArrivingBlocks {
    if (segment instanceof UnwrittenSegment) return new PlannedBlocks(segment.blocks);
    return new ClusterBlocks(segment.octets, Math.round(segment.timestampMs * this.#ticksPerMs));
  }

  #beginCluster(first: ArrivingBlock, isSeekable: boolean): void {
    if (this.#options.clusters === 'full') this.#writeClusters();
    this.#clusters.end();
    const position = this.#fileOctets + this.#clusters.length - this.#head.segmentStart;
    this.#clusters.begin(first.ticks, first.octets);
    if (!isSeekable) return;
    this.#cues ??= new CueIndex(first.trackNumber, this.#cueDistanceTicks(), this.#options.maxCuePoints);
    if (first.trackNumber === this.#cues.track) this.#cues.add(first.ticks, position);
  }

  #cueDistanceTicks(): number {
    return this.#videoTracks.size > 0 ? 1 : this.#options.audioCueMs * this.#ticksPerMs;
  }

  /** Where writing begins amid a stream, video comes before its first random access point: nothing could decode it. */
  #isOfVideo(segment: MediaSegment): boolean {
    return segment.blocks.some((block) => this.#videoTracks.has(block.track.number));
  }

  #writeClusters(): void {
    this.#append(this.#clusters.take());
  }

  #append(pieces: readonly Uint8Array[]): void {
    if (pieces.length === 0) return;
    const write = new AppendWrite(this.#number, this.#fileOctets, pieces);
    this.#writes.push(write);
    this.#fileOctets += write.length;
  }
}

function numbersOf({ initSegment }: ReadInitSegment, type: TrackType): ReadonlySet<number> {
  return new Set(initSegment.tracks.filter((track) => track.type === type).map(({ number }) => number));
}
