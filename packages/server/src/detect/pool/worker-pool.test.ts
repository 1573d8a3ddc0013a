import { jest } from '@jest/globals';
import type { Frame } from '../../frames/frame.js';
import type { DetectionFailure, DetectorPool, FrameDetections } from '../detector-pool.js';
import { startDetectorPool } from './worker-pool.js';
import type { ToWorker } from './worker-messages.js';
import type { StartWorker, WorkerPortEvents } from './worker-port.js';

/** A worker that does what the test says, when it says so. */
class FakeWorker {
  readonly said: ToWorker[] = [];
  readonly events: WorkerPortEvents;

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
  return { post: (message) => worker.said.push(message) };
};

function start(size: number, onWorkerDied?: (reason: string) => void): DetectorPool {
  const detector = { url: 'file:///detector.js', options: {} };
  return startDetectorPool({
    detector,
    size,
    startWorker,
    now: () => clockMs,
    reloadPauseMs: 0,
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
function stream(pool: DetectorPool) {
  const results: FrameDetections[] = [];
  const failures: DetectionFailure[] = [];
  const slot = pool.openSlot({
    onDetections: (result) => results.push(result),
    onFailed: (failure) => failures.push(failure),
  });
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
