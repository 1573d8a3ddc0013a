import { ChunkPieces, type Output, Reassembler, type StandalonePiece } from 'webm-reassembler/complete';
import { ServerError } from '../errors.js';

/** What a chunk came to. */
export interface ChunkResult {
  readonly outputs: readonly Output[];
  /** The chunk as playable files. */
  readonly pieces: readonly StandalonePiece[];
}

/** An init segment has a few hundred octets. What has none in so many is no WebM. */
const MAX_OCTETS_BEFORE_INIT_SEGMENT = 1024 * 1024;

/** Chunks in; segments, gaps and playable pieces out. */
export class ChunkIntake {
  readonly #reassembler = new Reassembler({ mediaSegments: 'per-call' });
  readonly #pieces = new ChunkPieces();
  #octetsBeforeInitSegment = 0;
  #hasInitSegment = false;

  /** @throws ServerError `stream-invalid` when there is still no WebM header */
  take(chunk: Uint8Array, sequence: number): ChunkResult {
    const outputs = this.#reassembler.feed(chunk, { sequence });
    if (!this.#hasInitSegment) this.#lookForInitSegment(chunk, outputs);
    return { outputs, pieces: this.#pieces.add(outputs) };
  }

  /** What was still open. */
  end(): readonly Output[] {
    return this.#reassembler.end();
  }

  #lookForInitSegment(chunk: Uint8Array, outputs: readonly Output[]): void {
    this.#octetsBeforeInitSegment += chunk.length;
    this.#hasInitSegment = outputs.some((output) => output.kind === 'init-segment');
    if (this.#hasInitSegment || this.#octetsBeforeInitSegment <= MAX_OCTETS_BEFORE_INIT_SEGMENT) return;
    throw new ServerError('stream-invalid', `no WebM header in the first ${this.#octetsBeforeInitSegment} octets`);
  }
}
