import { GopBuffer, type GopBufferOptions } from './gop-buffer.js';
import type { InitSegment, MediaSegment, Output } from './outputs.js';
import { joinPiece, type StandalonePiece } from './standalone-piece.js';

/**
 * Makes each chunk a file that plays: init segment, what the chunk's frames need to be decoded (the lead-in, told
 * apart), and what the chunk completed.
 *
 * @example
 * ```ts
 * for (const piece of pieces.add(reassembler.feed(chunk))) save(piece.octets);
 * ```
 */
export class ChunkPieces {
  readonly #gop: GopBuffer;

  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options?: GopBufferOptions) {
    this.#gop = new GopBuffer(options);
  }

  /**
   * Takes what one `feed` returned.
   *
   * @returns one piece; none where the chunk completed no block, or its GOP is over the limit; several where an init segment came within the chunk,
   * since a file has one
   */
  add(outputs: readonly Output[]): readonly StandalonePiece[] {
    const pieces: StandalonePiece[] = [];
    let leadIn: readonly MediaSegment[] = [...this.#gop.segments];
    let init = this.#gop.initSegment;
    let isCutOff = this.#gop.hasOverflowed;
    let own: MediaSegment[] = [];
    const finish = (): void => {
      if (isCutOff) own = own.slice(firstAccessPoint(own));
      const piece = pieceOf(init, leadIn, own);
      if (piece !== undefined) pieces.push(piece);
      own = [];
    };
    for (const output of outputs) {
      if (output.kind === 'gap') continue;
      this.#gop.add([output]);
      if (output.kind === 'media-segment') {
        own.push(output);
      } else {
        finish();
        leadIn = [];
        isCutOff = false;
        init = output;
      }
    }
    finish();
    return pieces;
  }
}

function firstAccessPoint(segments: readonly MediaSegment[]): number {
  const index = segments.findIndex((segment) => segment.opensWithRandomAccessPoint);
  return index < 0 ? segments.length : index;
}

function pieceOf(
  init: InitSegment | undefined,
  leadIn: readonly MediaSegment[],
  own: readonly MediaSegment[],
): StandalonePiece | undefined {
  const [first] = own;
  if (init === undefined || first === undefined) return undefined;
  const needed =
    first.opensWithRandomAccessPoint && leadIn.some((segment) => segment.opensWithRandomAccessPoint) ? [] : leadIn;
  return joinPiece(init, [...needed, ...own], needed.length);
}
