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

/** Chunks that were dropped because they passed a limit, and that no acknowledgement has made up for. */
export interface LetGo {
  readonly chunks: number;
  /** How much of the recording they are, in ms. */
  readonly durationMs: number;
}

/** A stretch of the stream that was let go, from its first chunk on. */
interface LetGoStretch extends LetGo {
  readonly firstSequence: number;
}

/**
 * Chunks that wait for their acknowledgement, oldest first, without holes.
 *
 * What passes a limit pushes the oldest out: a publisher that comes back has the newest to send, and one hole at most.
 * That hole is counted here and told by the {@link ChunkSender}: a stream with a hole that nobody marked can look whole
 * and be wrong.
 */
export class KeptChunks {
  readonly #limits: KeepLimits;
  readonly #chunks: ChunkMessage[] = [];
  /** Index of the first chunk that this connection has not sent. */
  #unsent = 0;
  #octets = 0;
  #letGo: LetGoStretch | undefined;

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

  /** What is gone and may be missing: it can have arrived all the same, without the acknowledgement. */
  get letGo(): LetGo {
    return { chunks: this.#letGo?.chunks ?? 0, durationMs: this.#letGo?.durationMs ?? 0 };
  }

  /** Takes the newest chunk, and drops the oldest where they pass a limit. One that is too large alone is kept. */
  add(chunk: ChunkMessage): void {
    while (this.#octets + chunk.chunk.length > this.#limits.maxOctets && this.#dropOldest(chunk));
    while (this.#durationWith(chunk) > this.#limits.maxDurationMs && this.#dropOldest(chunk));
    this.#chunks.push(chunk);
    this.#octets += chunk.chunk.length;
  }

  /** The server has every chunk before `nextSequence`, or never will. */
  releaseBefore(nextSequence: number): void {
    const index = this.#chunks.findIndex((chunk) => chunk.sequence >= nextSequence);
    const released = this.#chunks.splice(0, index === -1 ? this.#chunks.length : index);
    for (const { chunk } of released) this.#octets -= chunk.length;
    this.#unsent = Math.max(0, this.#unsent - released.length);
    this.#letGo = laterPart(this.#letGo, nextSequence);
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

  /** @returns whether there was one */
  #dropOldest(newest: ChunkMessage): boolean {
    const oldest = this.#chunks.shift();
    if (oldest === undefined) return false;
    this.#octets -= oldest.chunk.length;
    this.#unsent = Math.max(0, this.#unsent - 1);
    const { firstSequence = oldest.sequence, chunks = 0, durationMs = 0 } = this.#letGo ?? {};
    const next = this.#chunks[0] ?? newest;
    const lastedMs = next.captureTimeMs - oldest.captureTimeMs;
    this.#letGo = { firstSequence, chunks: chunks + 1, durationMs: durationMs + lastedMs };
    return true;
  }
}

/** What is left of a stretch of which the beginning has arrived; how long each chunk is was not kept, so it is shared out. */
function laterPart(stretch: LetGoStretch | undefined, nextSequence: number): LetGoStretch | undefined {
  if (stretch === undefined) return undefined;
  const chunks = stretch.firstSequence + stretch.chunks - Math.max(nextSequence, stretch.firstSequence);
  if (chunks <= 0) return undefined;
  const durationMs = (stretch.durationMs * chunks) / stretch.chunks;
  return { firstSequence: Math.max(nextSequence, stretch.firstSequence), chunks, durationMs };
}
