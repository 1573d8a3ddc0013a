import type { FrameDescription } from '../codecs/frame-description.js';
import { readLacedFrames } from './lacing.js';
import type { Block, BlockSource } from './block.js';
import type { SourceTrack } from './source-track.js';
import type { Track } from './track.js';

/**
 * A block as it was read. One flat object for each, with views made when asked for: audio blocks are tiny and many, and
 * what is made for each of them is most of what they cost.
 */
export class TimedBlock implements Block, BlockSource {
  track: Track;
  /** Ticks on the stream's timeline; set when the segments place the block there. */
  timelineTicks: number;

  constructor(
    readonly source: SourceTrack,
    /** Octets of the stream before this block's element. */
    readonly offset: number,
    readonly elementId: number,
    readonly octets: Uint8Array,
    readonly bodyStart: number,
    readonly bodyEnd: number,
    readonly headerStart: number,
    readonly trackNumberWidth: number,
    readonly payloadStart: number,
    readonly payloadEnd: number,
    readonly lacing: number,
    readonly recorderTicks: number,
    readonly tickMs: number,
    readonly durationTicks: number,
    readonly keyframe: boolean,
    readonly description: FrameDescription,
  ) {
    this.track = source.output;
    this.timelineTicks = recorderTicks;
  }

  get timestampMs(): number {
    return this.timelineTicks * this.tickMs;
  }

  get recorderTimestampMs(): number {
    return this.recorderTicks * this.tickMs;
  }

  get durationMs(): number | undefined {
    return this.durationTicks < 0 ? undefined : this.durationTicks * this.tickMs;
  }

  get payload(): Uint8Array {
    return this.octets.subarray(this.payloadStart, this.payloadEnd);
  }

  get frames(): readonly Uint8Array[] {
    const ranges = readLacedFrames(this.octets, this.payloadStart, this.payloadEnd, this.lacing) ?? [];
    return ranges.map((range) => this.octets.subarray(range.start, range.end));
  }
}
