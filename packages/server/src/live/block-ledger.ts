import type { Block } from 'webm-reassembler';

/** What is remembered of a video Block until its frame has been analysed. */
export interface BlockArrival {
  readonly timestampMs: number;
  readonly recorderTimestampMs: number;
  /** Sequence number of the chunk that completed the Block. */
  readonly sequence: number;
  /** When that chunk arrived, on the server's clock. */
  readonly arrivedAtMs: number;
}

/** What a frame's timestamp was found to belong to. */
export interface FrameOrigin {
  readonly arrival: BlockArrival;
  /** Blocks since the frame that was looked up before, whose frames were never analysed. */
  readonly passedOver: number;
}

/** Blocks that may wait for their frames: minutes of video. A decoder that is so far behind gets no exact answers. */
const MAX_BLOCKS = 8192;

/** Leads from the timestamp of a frame back to the Block that it was decoded from. */
export class BlockLedger {
  readonly #arrivals = new Map<number, BlockArrival>();

  add(block: Pick<Block, 'timestampMs' | 'recorderTimestampMs'>, sequence: number, arrivedAtMs: number): void {
    const { timestampMs, recorderTimestampMs } = block;
    this.#arrivals.set(timestampMs, { timestampMs, recorderTimestampMs, sequence, arrivedAtMs });
    if (this.#arrivals.size > MAX_BLOCKS) this.#forgetOldest();
  }

  /** Looks a frame's Block up. */
  find(timestampMs: number): BlockArrival | undefined {
    return this.#arrivals.get(timestampMs);
  }

  /** Looks a frame's Block up and forgets it with all before it: frames come in order. */
  take(timestampMs: number): FrameOrigin | undefined {
    const arrival = this.#arrivals.get(timestampMs);
    if (arrival === undefined) return undefined;
    let forgotten = 0;
    for (const earlier of this.#arrivals.keys()) {
      if (earlier > timestampMs) break;
      this.#arrivals.delete(earlier);
      forgotten += 1;
    }
    return { arrival, passedOver: forgotten - 1 };
  }

  #forgetOldest(): void {
    for (const oldest of this.#arrivals.keys()) {
      this.#arrivals.delete(oldest);
      return;
    }
  }
}
