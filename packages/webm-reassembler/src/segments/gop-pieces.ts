import { ReassemblerError } from '../errors.js';
import type { InitSegment, MediaSegment, Output } from './outputs.js';
import { joinPiece, type StandalonePiece } from './standalone-piece.js';

/** Options of {@link GopPieces}. */
export interface GopPiecesOptions {
  /**
   * Shortest piece of a stream without video, in ms: there every block is a random access point.
   *
   * @defaultValue 1000
   */
  readonly minAudioMs?: number;
  /**
   * Most octets of media segments to hold for one piece.
   *
   * @defaultValue 268435456 (256 MiB)
   */
  readonly maxOctets?: number;
}

/** Makes each group of pictures (a random access point and all up to the next) a file that plays. */
export class GopPieces {
  readonly #minAudioMs: number;
  readonly #maxOctets: number;
  #octets = 0;
  #init: InitSegment | undefined;
  #segments: MediaSegment[] = [];
  #hasOpened = false;

  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options: GopPiecesOptions = {}) {
    this.#minAudioMs = options.minAudioMs ?? 1000;
    this.#maxOctets = options.maxOctets ?? 256 * 1024 * 1024;
    if (!(this.#minAudioMs >= 0))
      throw new ReassemblerError('invalid-option', `minAudioMs is ${this.#minAudioMs}; it is a number of ms`, 0);
    if (!(this.#maxOctets > 0))
      throw new ReassemblerError('invalid-option', `maxOctets is ${this.#maxOctets}; it is a number from 1`, 0);
  }

  /**
   * Takes what one `feed` returned.
   *
   * @returns the pieces that it completed
   * @throws {@link ReassemblerError} `limit-exceeded` when a GOP has more than `maxOctets`
   */
  add(outputs: readonly Output[]): readonly StandalonePiece[] {
    const pieces: StandalonePiece[] = [];
    for (const output of outputs) {
      if (output.kind === 'gap') continue;
      if (output.kind === 'init-segment' || this.#endsBefore(output)) pieces.push(...this.end());
      if (output.kind === 'init-segment') this.#init = output;
      else this.#take(output);
    }
    return pieces;
  }

  /** The piece that has begun, if any: call it when the stream has ended. */
  end(): readonly StandalonePiece[] {
    const piece = this.#init && joinPiece(this.#init, this.#segments, 0);
    this.#segments = [];
    this.#octets = 0;
    this.#hasOpened = false;
    return piece === undefined ? [] : [piece];
  }

  #take(segment: MediaSegment): void {
    this.#segments.push(segment);
    this.#octets += segment.octets.length;
    if (this.#octets > this.#maxOctets) {
      throw new ReassemblerError(
        'limit-exceeded',
        `a group of pictures is larger than maxOctets, ${this.#maxOctets}: raise it`,
        0,
      );
    }
    this.#hasOpened ||= segment.opensWithRandomAccessPoint;
  }

  /** What comes before the first keyframe (a recording may begin with its sound) belongs to the first group. */
  #endsBefore(segment: MediaSegment): boolean {
    if (!segment.opensWithRandomAccessPoint || !this.#hasOpened) return false;
    const hasVideo = segment.initSegment.tracks.some((track) => track.type === 'video');
    const [first] = this.#segments;
    return hasVideo || (first !== undefined && segment.timestampMs - first.timestampMs >= this.#minAudioMs);
  }
}
