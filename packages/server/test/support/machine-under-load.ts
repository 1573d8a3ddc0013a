import { jest } from '@jest/globals';
import type { DetectionSlot, FrameDetections } from '../../src/detect/detector-pool.js';
import { FramePace } from '../../src/frames/frame-pace.js';
import { FakePool, frame } from './fake-pool.js';

const CHUNK_MS = 250;
const FRAME_MS = 1000 / 30;
/** From one frame that is wanted to the next of the same chunk. */
const DECODE_MS = 10;

/** One stream of the machine. */
export interface StreamUnderLoad {
  /** What its publisher is told that it gets, in frames a second. */
  readonly toldFps: () => number;
  readonly results: readonly FrameDetections[];
  /** Its publisher leaves. */
  readonly leave: () => void;
}

/**
 * A pool of two workers and the streams that come to it, which hand over what they are granted, chunk by chunk, as decoders do.
 * All on the clock of Jest's fake timers, so that a minute of load takes a moment and is always the same minute.
 */
export class MachineUnderLoad {
  readonly #fake: FakePool;
  readonly #random = randomNumbers();

  /** @param detectMs what a detection takes, on the average, that begins so many ms after the start */
  constructor(detectMs: (afterMs: number) => number) {
    const startedAtMs = jest.now();
    this.#fake = new FakePool(2, {}, (worker, message) => {
      if (message.kind !== 'detect') return;
      // From half as long to half as long again.
      const tookMs = detectMs(jest.now() - startedAtMs) * (0.5 + this.#random());
      setTimeout(() => worker.answer(tookMs), tookMs);
    });
    for (const worker of this.#fake.workers) worker.load();
  }

  /** Streams that ask for `fps` and begin within a second. */
  begin(count: number, fps: number): readonly StreamUnderLoad[] {
    return Array.from({ length: count }, () => this.#begin(fps, this.#random() * 1000));
  }

  #begin(fps: number, afterMs: number): StreamUnderLoad {
    const { slot, results } = this.#fake.stream({ fps });
    const takeChunk = decoderFor(slot);
    let chunks: NodeJS.Timeout | undefined;
    const start = setTimeout(() => (chunks = setInterval(takeChunk, CHUNK_MS)), afterMs);
    const leave = (): void => {
      clearTimeout(start);
      clearInterval(chunks);
      slot.close();
    };
    return { toldFps: () => slot.reachedFps, results, leave };
  }
}

/** Decodes a chunk each time it is called, and hands over the frames that the rate of that moment lets through. */
function decoderFor(slot: DetectionSlot): () => void {
  const pace = new FramePace();
  let timestampMs = 0;
  let chunks = 0;
  return () => {
    chunks += 1;
    let readyInMs = 0;
    for (; timestampMs < chunks * CHUNK_MS; timestampMs += FRAME_MS) {
      if (!pace.lets(timestampMs, slot.grantedFps)) continue;
      const decoded = frame(timestampMs);
      readyInMs += DECODE_MS;
      setTimeout(() => slot.submit(decoded), readyInMs);
    }
  };
}

/** From 0 to 1, always the same ones: a linear congruential generator with the numbers of Numerical Recipes. */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
