import { ReassemblerError } from '../errors.js';
import type { InitSegment, MediaSegment, Output } from './outputs.js';
import { SoundBefore } from './sound-before.js';
import { joinPiece, type StandalonePiece } from './standalone-piece.js';

/** Options of a {@link GopBuffer}. */
export interface GopBufferOptions {
  /**
   * Most octets of media segments to hold. Where a GOP is longer, there is no join point until the next one begins.
   *
   * @defaultValue 67108864 (64 MiB)
   */
  readonly maxOctets?: number;
}

/**
 * Holds the init segment and everything since the last random access point: what someone needs who joins now.
 *
 * @example
 * ```ts
 * buffer.add(reassembler.feed(chunk));
 * const join = buffer.join();
 * if (join) viewer.send(join.octets); // then every further media segment
 * ```
 */
export class GopBuffer {
  readonly #maxOctets: number;
  readonly #soundBefore = new SoundBefore();
  #init: InitSegment | undefined;
  #segments: MediaSegment[] = [];
  #octets = 0;
  #hasOverflowed = false;

  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options: GopBufferOptions = {}) {
    this.#maxOctets = options.maxOctets ?? 64 * 1024 * 1024;
    if (!(this.#maxOctets > 0))
      throw new ReassemblerError('invalid-option', `maxOctets is ${this.#maxOctets}; it is a number from 1`, 0);
  }

  /** The init segment in force. */
  get initSegment(): InitSegment | undefined {
    return this.#init;
  }

  /** Whether the current GOP is over the limit, so that there is no join point before the next one. */
  get hasOverflowed(): boolean {
    return this.#hasOverflowed;
  }

  /** The media segments since the last random access point, that one first. */
  get segments(): readonly MediaSegment[] {
    return this.#segments;
  }

  /** Takes what `feed` returned. */
  add(outputs: readonly Output[]): void {
    for (const output of outputs) {
      if (output.kind === 'init-segment') this.#begin(output);
      else if (output.kind === 'media-segment') this.addSegment(output);
    }
  }

  /** Takes one media segment. Before the first random access point all are held: a recording may begin with its sound. */
  addSegment(segment: MediaSegment): void {
    if (segment.opensWithRandomAccessPoint && this.#segments.some((held) => held.opensWithRandomAccessPoint)) {
      this.#soundBefore.remember(this.#segments);
      this.#clear();
    }
    if (segment.opensWithRandomAccessPoint) this.#hasOverflowed = false;
    if (this.#hasOverflowed) return;
    this.#segments.push(segment);
    this.#octets += segment.octets.length;
    if (this.#octets > this.#maxOctets) {
      this.#clear();
      this.#hasOverflowed = true;
    }
  }

  /**
   * Init segment and current GOP as one piece, which every further media segment continues. Where an audio track has no
   * block in the GOP yet, its last one from before is the lead-in: a player begins when it has some of every track.
   *
   * @returns `undefined` before the first block, or where the GOP is over the limit
   */
  join(): StandalonePiece | undefined {
    if (this.#init === undefined || this.#segments.length === 0) return undefined;
    const sound = this.#soundBefore.lackingIn(this.#segments, this.#init);
    return joinPiece(this.#init, [...sound, ...this.#segments], sound.length);
  }

  #begin(init: InitSegment): void {
    this.#init = init;
    this.#hasOverflowed = false;
    this.#soundBefore.forget();
    this.#clear();
  }

  #clear(): void {
    this.#segments = [];
    this.#octets = 0;
  }
}
