import { jest } from '@jest/globals';
import { FakePool, frame } from '../../../test/support/fake-pool.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the pool is ready when all workers are, and says how long that took', async () => {
  const fake = new FakePool(2);
  const onReady = jest.fn();
  void fake.pool.ready.then(onReady);
  fake.worker(0).load();
  await Promise.resolve();
  expect(onReady).not.toHaveBeenCalled();
  jest.advanceTimersByTime(700);
  fake.worker(1).load();
  expect(await fake.pool.ready).toEqual({ engine: 'fake', loadMs: 700 });
});

test('while the worker is busy the newest frame waits and older ones are skipped and counted', () => {
  const fake = new FakePool(1);
  const { slot, times } = fake.stream();
  fake.worker(0).load();
  for (const timestampMs of [0, 33, 67, 100]) slot.submit(frame(timestampMs));
  fake.worker(0).answer();
  fake.worker(0).answer();
  expect(times()).toEqual([0, 100]);
  expect(slot.skipped).toBe(2);
});

test('streams take turns, so that one with many frames does not starve another', () => {
  const fake = new FakePool(1);
  const [busy, calm] = [fake.stream(), fake.stream()];
  fake.worker(0).load();
  busy.slot.submit(frame(0));
  calm.slot.submit(frame(1000));
  const lookedAt: number[] = [];
  for (let round = 1; round <= 4; round += 1) {
    busy.slot.submit(frame(round));
    busy.slot.submit(frame(round + 0.5));
    lookedAt.push(fake.worker(0).frame.timestampMs);
    fake.worker(0).answer();
  }
  expect(lookedAt).toEqual([0, 1000, 2.5, 3.5]);
  expect(calm.times()).toEqual([1000]);
});

test('two workers look at two frames of one stream, and the results come in the order of the frames', () => {
  const fake = new FakePool(2);
  const { slot, times } = fake.stream();
  fake.worker(0).load();
  fake.worker(1).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  fake.worker(1).answer();
  expect(times()).toEqual([]);
  fake.worker(0).answer();
  expect(times()).toEqual([0, 100]);
});

test('a result says how long the frame waited and how long the detection took', () => {
  const fake = new FakePool(1);
  const { slot, results } = fake.stream();
  jest.advanceTimersByTime(100);
  slot.submit(frame(0));
  jest.advanceTimersByTime(30);
  fake.worker(0).load();
  fake.worker(0).answer(60);
  expect(results).toMatchObject([{ queueMs: 30, detectMs: 60 }]);
});

test('closing the pool finishes what waits, then ends the workers', async () => {
  const fake = new FakePool(1);
  const { slot, times } = fake.stream();
  fake.worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  const closed = fake.pool.close();
  slot.submit(frame(200));
  fake.worker(0).answer();
  fake.worker(0).answer();
  await slot.drained();
  await Promise.resolve();
  expect(times()).toEqual([0, 100]);
  expect(slot.skipped).toBe(1);
  await jest.advanceTimersByTimeAsync(0);
  expect(fake.worker(0).said.at(-1)).toEqual({ kind: 'close' });
  fake.worker(0).exit();
  await closed;
  expect(fake.workers).toHaveLength(1);
});

test('a slot that is closed gives its waiting frame up and reports nothing more', async () => {
  const fake = new FakePool(1);
  const { slot, results } = fake.stream();
  fake.worker(0).load();
  slot.submit(frame(0));
  slot.submit(frame(100));
  slot.close();
  fake.worker(0).answer();
  await slot.drained();
  expect(results).toEqual([]);
  expect(slot.skipped).toBe(1);
});

test('a worker is not asked to end in the middle of a frame', async () => {
  const fake = new FakePool(1);
  const { slot } = fake.stream();
  fake.worker(0).load();
  slot.submit(frame(0));
  slot.close();
  const closed = fake.pool.close();
  await jest.advanceTimersByTimeAsync(0);
  expect(fake.worker(0).said.map(({ kind }) => kind)).toEqual(['detect']);
  fake.worker(0).answer();
  expect(fake.worker(0).said.map(({ kind }) => kind)).toEqual(['detect', 'close']);
  fake.worker(0).exit();
  await closed;
});
