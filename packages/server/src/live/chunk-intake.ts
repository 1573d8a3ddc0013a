import { type Output, Reassembler } from 'webm-reassembler';
import { ServerError } from '../errors.js';

/** An init segment has a few hundred octets. What has none in so many is no WebM. */
const MAX_OCTETS_BEFORE_INIT_SEGMENT = 1024 * 1024;
/** Where the beginning is lost, its tracks can be told when a keyframe comes: seconds later. */
const MAX_OCTETS_WITHOUT_BEGINNING = 32 * 1024 * 1024;

/** Chunks in; segments and gaps out. */
export class ChunkIntake {
  readonly #reassembler: Reassembler;
  #octetsBeforeInitSegment = 0;
  #maxOctetsBeforeInitSegment = MAX_OCTETS_BEFORE_INIT_SEGMENT;
  #hasInitSegment = false;
  /** The sequence number behind chunks that are lost, until a chunk comes that shows the gap. */
  #afterLost: number | undefined;

  /** @param mimeType what the recorder said of itself: it helps where the beginning of the stream is lost */
  constructor(mimeType: string) {
    this.#reassembler = new Reassembler({ mediaSegments: 'per-call', mimeType });
  }

  /** @throws ServerError `stream-invalid` when there is still no WebM header */
  take(chunk: Uint8Array, sequence: number): readonly Output[] {
    this.#afterLost = undefined;
    const outputs = this.#reassembler.feed(chunk, { sequence });
    if (!this.#hasInitSegment) this.#lookForInitSegment(chunk, outputs);
    return outputs;
  }

  /** Chunks up to `last` will never come. The gap comes out with the next chunk, or at the end. */
  lose(last: number): void {
    this.#afterLost = last + 1;
    if (!this.#hasInitSegment) this.#maxOctetsBeforeInitSegment = MAX_OCTETS_WITHOUT_BEGINNING;
  }

  /** What was still open. */
  end(): readonly Output[] {
    const gap =
      this.#afterLost === undefined ? [] : this.#reassembler.feed(new Uint8Array(0), { sequence: this.#afterLost });
    return [...gap, ...this.#reassembler.end()];
  }

  #lookForInitSegment(chunk: Uint8Array, outputs: readonly Output[]): void {
    this.#octetsBeforeInitSegment += chunk.length;
    this.#hasInitSegment = outputs.some((output) => output.kind === 'init-segment');
    if (this.#hasInitSegment || this.#octetsBeforeInitSegment <= this.#maxOctetsBeforeInitSegment) return;
    throw new ServerError('stream-invalid', `no WebM header in the first ${this.#octetsBeforeInitSegment} octets`);
  }
}
