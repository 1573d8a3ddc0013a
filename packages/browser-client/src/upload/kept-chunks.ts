import type { ChunkMessage } from '@webm-reassembler/protocol';

/** How much is kept for a server that does not acknowledge. */
export interface KeepLimits {
  /**
   * Octets of all kept chunks together.
   *
   * @defaultValue 64 MiB, about 3 minutes at the 2.5 Mbit/s that browsers record by default
   */
  readonly maxOctets: number;
  /**
   * Time from the oldest kept chunk to the newest, in ms.
   *
   * @defaultValue 120000
   */
  readonly maxDurationMs: number;
}

export const DEFAULT_KEEP_LIMITS: KeepLimits = { maxOctets: 64 * 1024 * 1024, maxDurationMs: 120_000 };

/** What became of a chunk that was to be kept. */
export type Keeping =
  | { readonly kind: 'kept' }
  /** The chunk is not kept: it would have passed a limit. */
  | { readonly kind: 'full'; readonly limit: 'octets' | 'duration' };

/**
 * Chunks that wait for their acknowledgement, oldest first, without holes.
 *
 * Nothing is dropped to make room: a stream with a hole that nobody marked can look whole and be wrong.
 */
export class KeptChunks {
  readonly #limits: KeepLimits;
  readonly #chunks: ChunkMessage[] = [];
  /** Index of the first chunk that this connection has not sent. */
  #unsent = 0;
  #octets = 0;

  constructor(limits: KeepLimits = DEFAULT_KEEP_LIMITS) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#chunks.length;
  }

  get octets(): number {
    return this.#octets;
  }

  /** Time from the oldest kept chunk to the newest, in ms. */
  get durationMs(): number {
    const newest = this.#chunks.at(-1);
    return newest === undefined ? 0 : this.#durationWith(newest);
  }

  /** Sequence number of the oldest kept chunk. */
  get oldestSequence(): number | undefined {
    return this.#chunks[0]?.sequence;
  }

  /** Whether everything has been sent on this connection. */
  get allSent(): boolean {
    return this.#unsent === this.#chunks.length;
  }

  /** Takes the newest chunk, if there is room. One that is too large alone is taken when nothing else waits. */
  add(chunk: ChunkMessage): Keeping {
    if (this.#chunks.length > 0) {
      if (this.#octets + chunk.chunk.length > this.#limits.maxOctets) return { kind: 'full', limit: 'octets' };
      if (this.#durationWith(chunk) > this.#limits.maxDurationMs) return { kind: 'full', limit: 'duration' };
    }
    this.#chunks.push(chunk);
    this.#octets += chunk.chunk.length;
    return { kind: 'kept' };
  }

  /** The server has every chunk before `nextSequence`. */
  releaseBefore(nextSequence: number): void {
    const index = this.#chunks.findIndex((chunk) => chunk.sequence >= nextSequence);
    const released = this.#chunks.splice(0, index === -1 ? this.#chunks.length : index);
    for (const { chunk } of released) this.#octets -= chunk.length;
    this.#unsent = Math.max(0, this.#unsent - released.length);
  }

  /** A new connection: what the old one had sent may not have arrived. */
  forgetSent(): void {
    this.#unsent = 0;
  }

  /** The next chunk to send on this connection, and counts it as sent. */
  takeUnsent(): ChunkMessage | undefined {
    const chunk = this.#chunks[this.#unsent];
    if (chunk !== undefined) this.#unsent += 1;
    return chunk;
  }

  #durationWith(newest: ChunkMessage): number {
    const oldest = this.#chunks[0];
    return oldest === undefined ? 0 : newest.captureTimeMs - oldest.captureTimeMs;
  }
}
