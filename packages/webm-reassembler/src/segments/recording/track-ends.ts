import { frameDurationFor, type FrameDuration } from '../../blocks/audio-duration.js';
import type { Block } from '../../blocks/block.js';
import type { TrackEntry } from '../../blocks/track-entry.js';
import * as ID from '../../elements/matroska-ids.js';
import { childOf } from '../../elements/element-tree.js';
import { readUnsigned } from '../../octets/numbers.js';

/** A longer step between two blocks says nothing of how long a block lasts: a pause, or a picture that stood still. */
const LONGEST_STEP_MS = 1000;

/** Where each track of a recording ends: at its last block's time, and how long that lasts. */
export class TrackEnds {
  readonly #tracks: ReadonlyMap<number, TrackEnd>;

  constructor(entries: readonly TrackEntry[]) {
    this.#tracks = new Map(entries.map((entry) => [entry.track.number, new TrackEnd(entry)]));
  }

  /** Takes the blocks of a media segment. */
  add(blocks: readonly Block[]): void {
    for (const block of blocks) this.#tracks.get(block.track.number)?.add(block);
  }

  /** Lets go of the blocks, whose octets belong to the caller. Their durations are read now. */
  release(): void {
    for (const track of this.#tracks.values()) track.release();
  }

  /** When the last track ends, in ms; `undefined` where there was no block. */
  endMs(): number | undefined {
    const ends = [...this.#tracks.values()].map((track) => track.endMs);
    const end = Math.max(...ends);
    return end === -Infinity ? undefined : end;
  }
}

class TrackEnd {
  readonly #frameDuration: FrameDuration | undefined;
  /** DefaultDuration of a frame (RFC 9559, section 5.1.4.1.13), in ms. */
  readonly #defaultMs: number | undefined;
  /** CodecDelay, by which a block plays before its time (RFC 9559, section 5.1.4.1.21), in ms. */
  readonly #delayMs: number;
  #last: Block | undefined;
  #lastMs = -Infinity;
  #newestMs = -Infinity;
  #oldestMs = Infinity;
  #stepMs = 0;
  #count = 0;
  #reorders = false;
  #lastDurationMs: number | undefined;

  constructor(entry: TrackEntry) {
    const isEncoded = childOf(entry.children, ID.ContentEncodings) !== undefined;
    this.#frameDuration = isEncoded ? undefined : frameDurationFor(entry);
    this.#defaultMs = childMs(entry, ID.DefaultDuration);
    this.#delayMs = childMs(entry, ID.CodecDelay) ?? 0;
  }

  get endMs(): number {
    this.release();
    return this.#newestMs - this.#delayMs + (this.#lastDurationMs ?? this.#typicalStepMs());
  }

  add(block: Block): void {
    const { timestampMs } = block;
    const stepMs = timestampMs - this.#lastMs;
    if (stepMs < 0) this.#reorders = true;
    else if (stepMs > 0 && stepMs <= LONGEST_STEP_MS) this.#stepMs = stepMs;
    this.#lastMs = timestampMs;
    this.#oldestMs = Math.min(this.#oldestMs, timestampMs);
    this.#count++;
    if (timestampMs < this.#newestMs) return;
    this.#newestMs = timestampMs;
    this.#last = block;
  }

  release(): void {
    const block = this.#last;
    if (block === undefined) return;
    this.#last = undefined;
    this.#lastDurationMs = block.durationMs ?? this.#framesMs(block.frames);
  }

  #framesMs(frames: readonly Uint8Array[]): number | undefined {
    let sumMs = 0;
    for (const frame of frames) {
      const frameMs = this.#frameDuration?.(frame) ?? this.#defaultMs;
      if (frameMs === undefined) return undefined;
      sumMs += frameMs;
    }
    return sumMs;
  }

  /** Where frames are reordered, the steps between neighbours say nothing; how many there are in all does. */
  #typicalStepMs(): number {
    return this.#reorders ? (this.#newestMs - this.#oldestMs) / Math.max(1, this.#count - 1) : this.#stepMs;
  }
}

/** A child in nanoseconds as ms. */
function childMs(entry: TrackEntry, id: number): number | undefined {
  const body = childOf(entry.children, id)?.body;
  return body && readUnsigned(body, 0, body.length) / 1e6;
}
