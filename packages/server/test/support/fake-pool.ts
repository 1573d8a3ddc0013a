import { jest } from '@jest/globals';
import type { DetectionFailure, DetectorPool, FrameDetections, SlotWishes } from '../../src/detect/detector-pool.js';
import type { DetectorPoolOptions } from '../../src/detect/pool/pool-options.js';
import { startDetectorPool } from '../../src/detect/pool/worker-pool.js';
import type { ToWorker } from '../../src/detect/pool/worker-messages.js';
import type { StartWorker, WorkerPortEvents } from '../../src/detect/pool/worker-port.js';
import type { Frame } from '../../src/frames/frame.js';

/** A worker that does what the test says, when it says so. */
export class FakeWorker {
  readonly said: ToWorker[] = [];
  readonly events: WorkerPortEvents;
  isAbandoned = false;

  constructor(events: WorkerPortEvents) {
    this.events = events;
  }

  load(): void {
    this.events.onMessage({ kind: 'ready', engine: 'fake' });
  }

  /** The frame it is looking at. */
  get frame(): Frame {
    const last = this.said.at(-1);
    if (last?.kind !== 'detect') throw new Error('the worker has no frame');
    return last.frame;
  }

  answer(detectMs = 5): void {
    this.events.onMessage({ kind: 'detected', frame: this.frame, detections: [], detectMs });
  }

  exit(reason = 'gone'): void {
    this.events.onExit(reason);
  }
}

/** A pool of fake workers, on the clock of Jest's fake timers. */
export class FakePool {
  readonly pool: DetectorPool;
  readonly workers: FakeWorker[] = [];

  /** @param onMessage told what the pool says to a worker */
  constructor(
    size: number,
    options: Partial<DetectorPoolOptions> = {},
    onMessage: (worker: FakeWorker, message: ToWorker) => void = () => undefined,
  ) {
    const startWorker: StartWorker = (_detector, events) => {
      const worker = new FakeWorker(events);
      this.workers.push(worker);
      const post = (message: ToWorker): void => {
        worker.said.push(message);
        onMessage(worker, message);
      };
      return { post, abandon: () => (worker.isAbandoned = true) };
    };
    const detector = { url: 'file:///detector.js', options: {} };
    this.pool = startDetectorPool({ detector, size, startWorker, now: () => jest.now(), reloadPauseMs: 0, ...options });
  }

  worker(index: number): FakeWorker {
    const found = this.workers[index];
    if (found === undefined) throw new Error(`there is no worker ${index}`);
    return found;
  }

  /** A stream that remembers what it is told. */
  stream(wishes: SlotWishes = {}) {
    const results: FrameDetections[] = [];
    const failures: DetectionFailure[] = [];
    const slot = this.pool.openSlot(
      { onDetections: (result) => results.push(result), onFailed: (failure) => failures.push(failure) },
      wishes,
    );
    return { slot, results, failures, times: () => results.map((result) => result.frame.timestampMs) };
  }
}

export function frame(timestampMs: number): Frame {
  const size = { width: 1, height: 1 };
  return { ...size, source: size, timestampMs, decodedAtMs: jest.now(), pixels: new Uint8Array(3) };
}
