import { jest } from '@jest/globals';
import type { Frame } from '../../frames/frame.js';
import type { DetectionFailure, DetectorPool, FrameDetections, SlotWishes } from '../detector-pool.js';
import type { DetectorPoolOptions } from './pool-options.js';
import { startDetectorPool } from './worker-pool.js';
import type { ToWorker } from './worker-messages.js';
import type { StartWorker, WorkerPortEvents } from './worker-port.js';

/** A worker that does what the test says, when it says so. */
class FakeWorker {
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

let workers: FakeWorker[] = [];
let clockMs = 0;

const startWorker: StartWorker = (_detector, events) => {
  const worker = new FakeWorker(events);
  workers.push(worker);
  return { post: (message) => worker.said.push(message), abandon: () => (worker.isAbandoned = true) };
};

function start(
  size: number,
  onWorkerDied?: (reason: string) => void,
  more: Partial<DetectorPoolOptions> = {},
): DetectorPool {
  const detector = { url: 'file:///detector.js', options: {} };
  return startDetectorPool({
    detector,
    size,
    startWorker,
    now: () => clockMs,
    reloadPauseMs: 0,
    ...more,
    ...(onWorkerDied === undefined ? {} : { onWorkerDied }),
  });
}

function worker(index: number): FakeWorker {
  const found = workers[index];
  if (found === undefined) throw new Error(`there is no worker ${index}`);
  return found;
}

function frame(timestampMs: number): Frame {
  const size = { width: 1, height: 1 };
  return { ...size, source: size, timestampMs, decodedAtMs: 0, pixels: new Uint8Array(3) };
}

/** A stream that remembers what it is told. */
function stream(pool: DetectorPool, wishes: SlotWishes = {}) {
  const results: FrameDetections[] = [];
  const failures: DetectionFailure[] = [];
  const slot = pool.openSlot(
    { onDetections: (result) => results.push(result), onFailed: (failure) => failures.push(failure) },
    wishes,
  );
  return { slot, results, failures, times: () => results.map((result) => result.frame.timestampMs) };
}

beforeEach(() => {
  workers = [];
  clockMs = 0;
});

test('the pool is ready when all workers are, and says how long that took', async () => {
  const pool = start(2);
  const onReady = jest.fn();
  void pool.ready.then(onReady);
  worker(0).load();
  await Promise.resolve();
  expect(onReady).not.toHaveBeenCalled();
  clockMs = 700;
  worker(1).load();
  expect(await pool.ready).toEqual({ engine: 'fake', loadMs: 700 });
});

test('while the worker is busy the newest frame waits and older ones are skipped and counted', () => {
  const { slot, times } = stream(start(1));
  worker(0).load();
  for (const timestampMs of [0, 33, 67, 100]) slot.submit(frame(timestampMs));
  worker(0).answer();
  worker(0).answer();
  expect(times()).toEqual([0, 100]);
  expect(slot.skipped).toBe(2);
});

test('streams take turns, so that one with many frames does not starve another', () => {
  const pool = start(1);
  const [busy, calm] = [stream(pool), stream(pool)];
  worker(0).load();
  busy.slot.submit(frame(0));
  calm.slot.submit(frame(1000));
  const lookedAt: number[] = [];
  for (let round = 1; round <= 4; round += 1) {
    busy.slot.submit(frame(round));
    busy.slot.submit(frame(round + 0.5));
    lookedAt.push(worker(0).frame.timestampMs);
    worker(0).answer();
  }
  expect(lookedAt).toEqual([0, 1000, 2.5, 3.5]);
  expect(calm.times()).toEqual([1000]);
});

test('two workers look at two frames of one stream, and the results come in the order of the frames', () => {
  const { slot, times } = stream(start(2));
  worker(0).load();
  worker(1).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  worker(1).answer();
  expect(times()).toEqual([]);
  worker(0).answer();
  expect(times()).toEqual([0, 100]);
});

test('a result says how long the frame waited and how long the detection took', () => {
  const { slot, results } = stream(start(1));
  clockMs = 100;
  slot.submit(frame(0));
  clockMs = 130;
  worker(0).load();
  worker(0).answer(60);
  expect(results).toMatchObject([{ queueMs: 30, detectMs: 60 }]);
});

test('a worker that dies is replaced, and its frame is reported as failed', () => {
  const onWorkerDied = jest.fn();
  const { slot, failures, times } = stream(start(1, onWorkerDied));
  worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  worker(0).exit('out of memory');
  expect(failures).toEqual([{ timestampMs: 0, code: 'worker-died', message: 'out of memory' }]);
  expect(onWorkerDied).toHaveBeenCalledWith('out of memory');
  worker(1).load();
  worker(1).answer();
  expect(times()).toEqual([100]);
});

test('a replacement that dies while it loads is started again after a pause', async () => {
  start(1);
  worker(0).load();
  worker(0).exit();
  worker(1).exit();
  expect(workers).toHaveLength(2);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(workers).toHaveLength(3);
});

test('a frame that the detector throws at is reported as failed and the stream goes on', () => {
  const { slot, failures, times } = stream(start(1));
  worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  worker(0).events.onMessage({ kind: 'threw', message: 'no such tensor' });
  worker(0).answer();
  expect(failures).toEqual([{ timestampMs: 0, code: 'detector-threw', message: 'no such tensor' }]);
  expect(times()).toEqual([100]);
});

describe('a detector that hangs', () => {
  const hanging = { detectTimeoutMs: 10 };
  const patience = () => new Promise((resolve) => setTimeout(resolve, 30));

  test('loses the frame in hand and nothing else: its worker is given up and replaced', async () => {
    const onWorkerDied = jest.fn();
    const { slot, failures, times } = stream(start(1, onWorkerDied, hanging));
    worker(0).load();
    slot.submit(frame(0));
    await patience();
    expect(worker(0).isAbandoned).toBe(true);
    expect(failures).toMatchObject([{ timestampMs: 0, code: 'detector-timed-out' }]);
    expect(onWorkerDied).toHaveBeenCalledWith('the detector did not answer within 10 ms');
    slot.submit(frame(100));
    worker(1).load();
    worker(1).answer();
    expect(times()).toEqual([100]);
  });

  test('is not listened to when it answers after all', async () => {
    const { slot, results, failures } = stream(start(1, undefined, hanging));
    worker(0).load();
    slot.submit(frame(0));
    await patience();
    worker(0).answer();
    worker(0).exit();
    expect(results).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(workers).toHaveLength(2);
  });

  test('is not replaced without end: when all hang, frames fail, until one comes to itself', async () => {
    const pool = start(1, undefined, hanging);
    const { slot, failures, times } = stream(pool);
    for (const index of [0, 1]) {
      worker(index).load();
      slot.submit(frame(index));
      await patience();
    }
    expect(workers).toHaveLength(2);
    slot.submit(frame(2));
    expect(failures.at(-1)).toEqual({ timestampMs: 2, code: 'worker-died', message: 'every detector hangs' });
    worker(0).exit();
    worker(2).load();
    slot.submit(frame(3));
    worker(2).answer();
    expect(times()).toEqual([3]);
  });

  test('does not keep the pool from closing', async () => {
    const pool = start(1, undefined, hanging);
    const { slot } = stream(pool);
    worker(0).load();
    slot.submit(frame(0));
    await pool.close();
    expect(workers).toHaveLength(1);
  });
});

test('a pool that cannot do all tells each stream its even share, and takes no more frames than that', async () => {
  const pool = start(1, undefined, { rateIntervalMs: 5 });
  const [one, other, modest] = [stream(pool, { fps: 10 }), stream(pool, { fps: 10 }), stream(pool, { fps: 0.2 })];
  expect(one.slot.grantedFps).toBe(10);
  // The worker never loads, so every frame is replaced by the next.
  for (let index = 0; index < 10; index += 1) {
    one.slot.submit(frame(index * 100));
    other.slot.submit(frame(index * 100));
  }
  clockMs = 1000;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(one.slot.grantedFps).toBeLessThan(2);
  expect(other.slot.grantedFps).toBe(one.slot.grantedFps);
  expect(modest.slot.grantedFps).toBe(0.2);
  for (let index = 10; index < 20; index += 1) one.slot.submit(frame(index * 100));
  expect(one.slot.skippedByRate).toBeGreaterThan(6);
});

test('a detector that cannot be loaded fails the pool, and frames fail instead of hanging', async () => {
  const pool = start(1);
  const { slot, failures } = stream(pool);
  slot.submit(frame(0));
  worker(0).events.onMessage({ kind: 'load-failed', message: 'no weights' });
  worker(0).exit();
  await expect(pool.ready).rejects.toMatchObject({
    code: 'detector-unavailable',
    message: 'The detector could not be loaded: no weights',
  });
  slot.submit(frame(100));
  expect(failures.map(({ timestampMs }) => timestampMs)).toEqual([0, 100]);
  await slot.drained();
  expect(workers).toHaveLength(1);
});

test('closing the pool finishes what waits, then ends the workers', async () => {
  const pool = start(1);
  const { slot, times } = stream(pool);
  worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  const closed = pool.close();
  slot.submit(frame(200));
  worker(0).answer();
  worker(0).answer();
  await slot.drained();
  await Promise.resolve();
  expect(times()).toEqual([0, 100]);
  expect(slot.skipped).toBe(1);
  await new Promise(setImmediate);
  expect(worker(0).said.at(-1)).toEqual({ kind: 'close' });
  worker(0).exit();
  await closed;
  expect(workers).toHaveLength(1);
});

test('a slot that is closed gives its waiting frame up and reports nothing more', async () => {
  const pool = start(1);
  const { slot, results } = stream(pool);
  worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  slot.close();
  worker(0).answer();
  await slot.drained();
  expect(results).toEqual([]);
  expect(slot.skipped).toBe(1);
});

test('a worker is not asked to end in the middle of a frame', async () => {
  const pool = start(1);
  const { slot } = stream(pool);
  worker(0).load();
  slot.submit(frame(0));
  slot.close();
  const closed = pool.close();
  await new Promise(setImmediate);
  expect(worker(0).said.map(({ kind }) => kind)).toEqual(['detect']);
  worker(0).answer();
  expect(worker(0).said.map(({ kind }) => kind)).toEqual(['detect', 'close']);
  worker(0).exit();
  await closed;
});
