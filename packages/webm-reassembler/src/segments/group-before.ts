import type { TrackType } from '../blocks/track.js';
import type { MediaSegment } from './outputs.js';

/** Frames that a player needs to know how long one of them lasts. */
const ENOUGH_FRAMES = 2;

/**
 * Holds the group of pictures before the current one for as long as that is too short to begin with: a player shows nothing
 * before it has some of every track that the init segment promises, and Firefox nothing of a frame that is alone.
 */
export class GroupBefore {
  #segments: readonly MediaSegment[] = [];
  #tracks = new Map<number, TrackType>();
  /** Blocks of each track in the current group. */
  #current = new Map<number, number>();
  #currentTracks = new Map<number, TrackType>();

  /** The group before; empty as soon as the current one is enough. */
  get segments(): readonly MediaSegment[] {
    return this.#segments;
  }

  /** The current group has ended. @param segments - of it */
  groupEnded(segments: readonly MediaSegment[]): void {
    this.#segments = segments;
    this.#tracks = this.#currentTracks;
    this.#current = new Map();
    this.#currentTracks = new Map();
  }

  /** The current group goes on. */
  groupGrew({ blocks }: MediaSegment): void {
    for (const { track } of blocks) {
      this.#current.set(track.number, (this.#current.get(track.number) ?? 0) + 1);
      this.#currentTracks.set(track.number, track.type);
    }
    if (this.#segments.length > 0 && this.#isEnough()) this.#segments = [];
  }

  forget(): void {
    this.groupEnded([]);
  }

  #isEnough(): boolean {
    for (const [number, type] of this.#tracks) {
      if ((this.#current.get(number) ?? 0) < (type === 'video' ? ENOUGH_FRAMES : 1)) return false;
    }
    return true;
  }
}
