import type { InitSegment, MediaSegment, Output } from '../segments/outputs.js';
import type { Track } from '../blocks/track.js';

/** A track with what came of it. */
export interface TrackTotals {
  /** As the first init segment that has it describes it. */
  readonly track: Track;
  blocks: number;
  keyframes: number;
  /** Of the blocks' payloads. */
  octets: number;
  startMs: number;
  /** Time of its newest block. */
  endMs: number;
}

/** What belongs to one init segment. */
export interface SegmentTotals {
  readonly initSegment: InitSegment;
  mediaSegments: number;
  randomAccessPoints: number;
  blocks: number;
  startMs: number | undefined;
  endMs: number | undefined;
}

/** Init segments that are kept; a recording whose size changes all the time has more. */
const MOST_SEGMENTS = 1000;

/** Adds up what comes out of a recording; its size does not grow with it. */
export class Inspection {
  readonly tracks = new Map<string, TrackTotals>();
  readonly segments: SegmentTotals[] = [];
  #current: SegmentTotals | undefined;

  add(outputs: readonly Output[]): void {
    for (const output of outputs) {
      if (output.kind === 'init-segment') this.#begin(output);
      else if (output.kind === 'media-segment') this.#addSegment(output);
    }
  }

  #begin(initSegment: InitSegment): void {
    this.#current = {
      initSegment,
      mediaSegments: 0,
      randomAccessPoints: 0,
      blocks: 0,
      startMs: undefined,
      endMs: undefined,
    };
    if (this.segments.length < MOST_SEGMENTS) this.segments.push(this.#current);
    for (const track of initSegment.tracks) this.#totalsOf(track);
  }

  #addSegment(segment: MediaSegment): void {
    const totals = this.#current;
    if (totals !== undefined) {
      totals.mediaSegments++;
      totals.randomAccessPoints += segment.opensWithRandomAccessPoint ? 1 : 0;
      totals.blocks += segment.blocks.length;
      totals.startMs = Math.min(totals.startMs ?? Infinity, segment.timestampMs);
      totals.endMs = Math.max(totals.endMs ?? -Infinity, segment.endTimestampMs);
    }
    for (const block of segment.blocks) {
      const track = this.#totalsOf(block.track);
      track.blocks++;
      track.keyframes += block.keyframe ? 1 : 0;
      track.octets += block.payload.length;
      track.startMs = Math.min(track.startMs, block.timestampMs);
      track.endMs = Math.max(track.endMs, block.timestampMs);
    }
  }

  /** A track keeps its number and codec across restarts and changes of size. */
  #totalsOf(track: Track): TrackTotals {
    const key = `${track.number} ${track.codecId}`;
    const found = this.tracks.get(key);
    if (found !== undefined) return found;
    const totals = { track, blocks: 0, keyframes: 0, octets: 0, startMs: Infinity, endMs: -Infinity };
    this.tracks.set(key, totals);
    return totals;
  }
}
