import { jest } from '@jest/globals';
import { FakePool, frame } from '../../../test/support/fake-pool.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a worker that dies is replaced, and its frame is reported as failed', () => {
  const onWorkerDied = jest.fn();
  const fake = new FakePool(1, { onWorkerDied });
  const { slot, failures, times } = fake.stream();
  fake.worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  fake.worker(0).exit('out of memory');
  expect(failures).toEqual([{ timestampMs: 0, code: 'worker-died', message: 'out of memory' }]);
  expect(onWorkerDied).toHaveBeenCalledWith('out of memory');
  fake.worker(1).load();
  fake.worker(1).answer();
  expect(times()).toEqual([100]);
});

test('a replacement that dies while it loads is started again after a pause', async () => {
  const fake = new FakePool(1);
  fake.worker(0).load();
  fake.worker(0).exit();
  fake.worker(1).exit();
  expect(fake.workers).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(5);
  expect(fake.workers).toHaveLength(3);
});

test('a frame that the detector throws at is reported as failed and the stream goes on', () => {
  const fake = new FakePool(1);
  const { slot, failures, times } = fake.stream();
  fake.worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  fake.worker(0).events.onMessage({ kind: 'threw', message: 'no such tensor' });
  fake.worker(0).answer();
  expect(failures).toEqual([{ timestampMs: 0, code: 'detector-threw', message: 'no such tensor' }]);
  expect(times()).toEqual([100]);
});

describe('a detector that hangs', () => {
  const hanging = { detectTimeoutMs: 10 };

  test('loses the frame in hand and nothing else: its worker is given up and replaced', async () => {
    const onWorkerDied = jest.fn();
    const fake = new FakePool(1, { onWorkerDied, ...hanging });
    const { slot, failures, times } = fake.stream();
    fake.worker(0).load();
    slot.submit(frame(0));
    await jest.advanceTimersByTimeAsync(30);
    expect(fake.worker(0).isAbandoned).toBe(true);
    expect(failures).toMatchObject([{ timestampMs: 0, code: 'detector-timed-out' }]);
    expect(onWorkerDied).toHaveBeenCalledWith('the detector did not answer within 10 ms');
    slot.submit(frame(100));
    fake.worker(1).load();
    fake.worker(1).answer();
    expect(times()).toEqual([100]);
  });

  test('is not listened to when it answers after all', async () => {
    const fake = new FakePool(1, hanging);
    const { slot, results, failures } = fake.stream();
    fake.worker(0).load();
    slot.submit(frame(0));
    await jest.advanceTimersByTimeAsync(30);
    fake.worker(0).answer();
    fake.worker(0).exit();
    expect(results).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(fake.workers).toHaveLength(2);
  });

  test('is not replaced without end: when all hang, frames fail, until one comes to itself', async () => {
    const fake = new FakePool(1, hanging);
    const { slot, failures, times } = fake.stream();
    for (const index of [0, 1]) {
      fake.worker(index).load();
      slot.submit(frame(index));
      await jest.advanceTimersByTimeAsync(30);
    }
    expect(fake.workers).toHaveLength(2);
    slot.submit(frame(2));
    expect(failures.at(-1)).toEqual({ timestampMs: 2, code: 'worker-died', message: 'every detector hangs' });
    fake.worker(0).exit();
    fake.worker(2).load();
    slot.submit(frame(3));
    fake.worker(2).answer();
    expect(times()).toEqual([3]);
  });

  test('does not keep the pool from closing', async () => {
    const fake = new FakePool(1, hanging);
    const { slot } = fake.stream();
    fake.worker(0).load();
    slot.submit(frame(0));
    const closed = fake.pool.close();
    await jest.advanceTimersByTimeAsync(30);
    await closed;
    expect(fake.workers).toHaveLength(1);
  });
});

test('a detector that cannot be loaded fails the pool, and frames fail instead of hanging', async () => {
  const fake = new FakePool(1);
  const { slot, failures } = fake.stream();
  slot.submit(frame(0));
  fake.worker(0).events.onMessage({ kind: 'load-failed', message: 'no weights' });
  fake.worker(0).exit();
  await expect(fake.pool.ready).rejects.toMatchObject({
    code: 'detector-unavailable',
    message: 'The detector could not be loaded: no weights',
  });
  slot.submit(frame(100));
  expect(failures.map(({ timestampMs }) => timestampMs)).toEqual([0, 100]);
  await slot.drained();
  expect(fake.workers).toHaveLength(1);
});
