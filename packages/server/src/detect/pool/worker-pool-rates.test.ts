import { jest } from '@jest/globals';
import { FakePool, frame } from '../../../test/support/fake-pool.js';
import { MachineUnderLoad, type StreamUnderLoad } from '../../../test/support/machine-under-load.js';

// A minute of sixteen streams takes a second on a machine that does much else.
jest.setTimeout(60_000);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function pass(seconds: number): void {
  jest.advanceTimersByTime(seconds * 1000);
}

/** How many frames a second are done of each stream while the seconds pass, and what each is told at the end of each of them. */
function watch(streams: readonly StreamUnderLoad[], seconds: number) {
  const before = streams.map(({ results }) => results.length);
  const told = streams.map((): number[] => []);
  for (let second = 0; second < seconds; second += 1) {
    pass(1);
    for (const [index, { toldFps }] of streams.entries()) told[index]?.push(toldFps());
  }
  const done = streams.map(({ results }, index) => (results.length - (before[index] ?? 0)) / seconds);
  return { done, told, inAll: done.reduce((sum, fps) => sum + fps, 0) };
}

function toldNow(streams: readonly StreamUnderLoad[]): readonly number[] {
  return streams.map(({ toldFps }) => toldFps());
}

describe('sixteen streams that ask for three times as much as two workers can do', () => {
  const detectMs = 37;
  const possibleFps = 2000 / detectMs;

  test('are each told what they get, within 15 %, and get the same, together nearly all that can be done', () => {
    const streams = new MachineUnderLoad(() => detectMs).begin(16, 10);
    pass(10);
    const { done, told, inAll } = watch(streams, 50);
    const errors = told.flatMap((each, index) => each.map((fps) => Math.abs(fps / (done[index] ?? 0) - 1)));
    expect(Math.max(...errors)).toBeLessThan(0.15);
    expect(Math.max(...done) / Math.min(...done)).toBeLessThan(1.1);
    expect(inAll).toBeGreaterThan(possibleFps * 0.9);
  });

  test('wait no longer than until the workers have gone round once', () => {
    const streams = new MachineUnderLoad(() => detectMs).begin(16, 10);
    pass(60);
    const waits = streams.flatMap(({ results }) => results.map(({ queueMs }) => queueMs));
    expect(Math.max(...waits)).toBeLessThan((16 / possibleFps) * 1000 * 1.5);
  });

  test('have half when everything takes twice as long, within seconds', () => {
    const streams = new MachineUnderLoad((afterMs) => (afterMs < 20_000 ? detectMs : 2 * detectMs)).begin(16, 10);
    pass(25);
    const { inAll, told } = watch(streams, 10);
    const each = inAll / 16;
    expect(each).toBeLessThan(possibleFps / 16 / 1.9);
    for (const fps of told.flat()) expect(Math.abs(fps / each - 1)).toBeLessThan(0.3);
  });
});

test('when most streams leave, those that stay have all they ask for three seconds later', () => {
  const machine = new MachineUnderLoad(() => 37);
  const [leaving, staying] = [machine.begin(12, 10), machine.begin(4, 5)];
  pass(20);
  expect(Math.max(...toldNow(staying))).toBeLessThan(4);
  for (const { leave } of leaving) leave();
  pass(3);
  const { inAll } = watch(staying, 5);
  expect(inAll).toBeGreaterThan(4 * 5 * 0.95);
});

test('a modest stream has all it asks for among those that ask for too much', () => {
  const machine = new MachineUnderLoad(() => 37);
  const [modest] = machine.begin(1, 2);
  machine.begin(12, 10);
  pass(10);
  expect(watch(modest === undefined ? [] : [modest], 20).inAll).toBeGreaterThan(1.9);
});

test('streams that fill the machine for as long as they begin have their whole rate three seconds later', () => {
  const streams = new MachineUnderLoad((afterMs) => (afterMs < 2000 ? 150 : 12)).begin(16, 5);
  pass(2);
  expect(Math.max(...toldNow(streams))).toBeLessThan(4);
  pass(3);
  const { inAll } = watch(streams, 5);
  expect(inAll).toBeGreaterThan(16 * 5 * 0.95);
});

test('streams that the machine has room for have their whole rate from the beginning, and are told so', () => {
  const streams = new MachineUnderLoad(() => 12).begin(16, 5);
  pass(1);
  const { inAll, told } = watch(streams, 20);
  expect(inAll).toBeGreaterThan(16 * 5 * 0.98);
  expect(Math.min(...told.flat())).toBeGreaterThan(5 * 0.85);
});

test('while no worker has loaded, each stream is told its even share of nearly nothing, and hands over no more', () => {
  const fake = new FakePool(1);
  const [one, other, modest] = [fake.stream({ fps: 10 }), fake.stream({ fps: 10 }), fake.stream({ fps: 0.2 })];
  expect(one.slot.grantedFps).toBe(10);
  for (let index = 0; index < 50; index += 1) {
    one.slot.submit(frame(index * 100));
    other.slot.submit(frame(index * 100));
    jest.advanceTimersByTime(100);
  }
  expect(one.slot.grantedFps).toBe(0.5);
  expect(other.slot.grantedFps).toBe(0.5);
  expect(modest.slot.grantedFps).toBe(0.2);
  expect(one.slot.skippedByRate).toBeGreaterThan(15);
});
