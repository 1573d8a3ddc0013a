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

/** Chunks that the server will never get, because they no longer fitted. */
export interface ChunkLoss {
  /** The limit that was passed. */
  readonly limit: 'octets' | 'duration';
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly chunks: number;
  readonly octets: number;
}

/**
 * Chunks that wait for their acknowledgement, oldest first.
 *
 * When a limit is passed the oldest go, for the newest are what a live analysis wants; but never the very first of the
 * stream while it waits: it carries the header, and without it nothing that follows can be played.
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
    const oldest = this.#chunks[0];
    const newest = this.#chunks.at(-1);
    return oldest === undefined || newest === undefined ? 0 : newest.captureTimeMs - oldest.captureTimeMs;
  }

  /** Whether everything has been sent on this connection. */
  get allSent(): boolean {
    return this.#unsent === this.#chunks.length;
  }

  /** Takes the newest chunk. Says what had to go for it. */
  add(chunk: ChunkMessage): ChunkLoss | undefined {
    this.#chunks.push(chunk);
    this.#octets += chunk.chunk.length;
    return this.#dropOldest();
  }

  /** The server has every chunk before `nextSequence`. */
  releaseBefore(nextSequence: number): void {
    const index = this.#chunks.findIndex((chunk) => chunk.sequence >= nextSequence);
    this.#remove(0, index === -1 ? this.#chunks.length : index);
  }

  /** A new connection: what the old one had sent may not have arrived. */
  forgetSent(): void {
    this.#unsent = 0;
  }

  /** Sequence number of the oldest chunk that can still be sent. */
  get oldestSequence(): number | undefined {
    return this.#chunks[0]?.sequence;
  }

  /** The next chunk to send on this connection, and counts it as sent. */
  takeUnsent(): ChunkMessage | undefined {
    const chunk = this.#chunks[this.#unsent];
    if (chunk !== undefined) this.#unsent += 1;
    return chunk;
  }

  #dropOldest(): ChunkLoss | undefined {
    const limit = this.#passedLimit();
    if (limit === undefined) return undefined;
    const dropped: ChunkMessage[] = [];
    // The newest stays even if it alone passes the limit: a sleep's chunk of many megabytes is no reason to lose it.
    while (this.#passedLimit() !== undefined && this.#firstDroppable() < this.#chunks.length - 1) {
      dropped.push(...this.#remove(this.#firstDroppable(), 1));
    }
    return lossOf(dropped, limit);
  }

  #passedLimit(): ChunkLoss['limit'] | undefined {
    if (this.#octets > this.#limits.maxOctets) return 'octets';
    const oldest = this.#chunks[this.#firstDroppable()];
    const newest = this.#chunks.at(-1);
    if (oldest === undefined || newest === undefined) return undefined;
    return newest.captureTimeMs - oldest.captureTimeMs > this.#limits.maxDurationMs ? 'duration' : undefined;
  }

  #firstDroppable(): number {
    return this.#chunks[0]?.sequence === 0 ? 1 : 0;
  }

  #remove(index: number, count: number): readonly ChunkMessage[] {
    const removed = this.#chunks.splice(index, count);
    for (const chunk of removed) this.#octets -= chunk.chunk.length;
    const removedSent = Math.max(0, Math.min(this.#unsent - index, removed.length));
    this.#unsent -= removedSent;
    return removed;
  }
}

function lossOf(dropped: readonly ChunkMessage[], limit: ChunkLoss['limit']): ChunkLoss | undefined {
  const [first] = dropped;
  const last = dropped.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    limit,
    firstSequence: first.sequence,
    lastSequence: last.sequence,
    chunks: dropped.length,
    octets: dropped.reduce((octets, chunk) => octets + chunk.chunk.length, 0),
  };
}
