import { ReassemblerError } from '../errors.js';
import { GroupBefore } from './group-before.js';
import type { InitSegment, MediaSegment, Output } from './outputs.js';
import { joinPiece, type StandalonePiece } from './standalone-piece.js';

/** Options of a {@link GopBuffer}. */
export interface GopBufferOptions {
  /**
   * Most octets of media segments of a GOP to hold. Where a GOP is longer, there is no join point until the next one begins.
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
  readonly #before = new GroupBefore();
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
      const ended = this.#segments;
      this.#clear();
      this.#before.groupEnded(ended);
    }
    if (segment.opensWithRandomAccessPoint) this.#hasOverflowed = false;
    if (this.#hasOverflowed) return;
    this.#segments.push(segment);
    this.#before.groupGrew(segment);
    this.#octets += segment.octets.length;
    if (this.#octets > this.#maxOctets) {
      this.#clear();
      this.#before.forget();
      this.#hasOverflowed = true;
    }
  }

  /**
   * Init segment and current GOP as one piece, which every further media segment continues. Where the GOP has one frame
   * only, or nothing of a track yet, the GOP before it is the lead-in: a player needs more than that to begin.
   *
   * @returns `undefined` before the first block, or where the GOP is over the limit
   */
  join(): StandalonePiece | undefined {
    if (this.#init === undefined || this.#segments.length === 0) return undefined;
    const leadIn = this.#before.segments;
    return joinPiece(this.#init, [...leadIn, ...this.#segments], leadIn.length);
  }

  #begin(init: InitSegment): void {
    this.#init = init;
    this.#hasOverflowed = false;
    this.#before.forget();
    this.#clear();
  }

  #clear(): void {
    this.#segments = [];
    this.#octets = 0;
  }
}
