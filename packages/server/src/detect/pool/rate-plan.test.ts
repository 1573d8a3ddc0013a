import { RatePlan, type StreamLoad } from './rate-plan.js';

/** A machine that analyses so many frames a second, shared evenly by streams that hand over what they are granted. */
function secondOf(plan: RatePlan, capacity: number, wants: readonly number[]): readonly StreamLoad[] {
  const offers = wants.map((wantedFps) => plan.grantedFps(wantedFps));
  const share = Math.min(1, capacity / sum(offers));
  return wants.map((wantedFps, index) => {
    const offered = offers[index] ?? 0;
    return { wantedFps, offered, finished: offered * share, replaced: offered * (1 - share) };
  });
}

function run(capacity: number, wants: readonly number[], seconds: number, plan = new RatePlan()): RatePlan {
  for (let second = 0; second < seconds; second += 1) {
    const loads = secondOf(plan, capacity, wants);
    plan.adjust(loads, 1000, Math.min(1, sum(loads.map(({ finished }) => finished)) / capacity));
  }
  return plan;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function times(count: number, wantedFps: number): readonly number[] {
  return Array.from({ length: count }, () => wantedFps);
}

test('every stream gets what it wants while the machine can', () => {
  const plan = run(100, [10, 5, 30], 60);
  expect([10, 5, 30].map((fps) => plan.grantedFps(fps))).toEqual([10, 5, 30]);
});

test.each([2, 3, 10])(
  'at %p times the load every stream gets its share within seconds, and for as long as it lasts',
  (over) => {
    const share = 10 / over;
    const wants = times(10, 10);
    const plan = run(share * 10, wants, 8);
    const granted = Array.from({ length: 600 }, () => run(share * 10, wants, 1, plan).grantedFps(10));
    expect(Math.min(...granted)).toBeGreaterThan(share * 0.9);
    expect(Math.max(...granted)).toBeLessThan(share * 1.15);
  },
);

test('a machine that does now more and now less does not make the rates jump', () => {
  const wants = times(10, 10);
  const plan = run(50, wants, 10);
  let before = plan.grantedFps(10);
  for (let second = 0; second < 60; second += 1) {
    run(second % 2 === 0 ? 40 : 60, wants, 1, plan);
    expect(Math.abs(plan.grantedFps(10) / before - 1)).toBeLessThan(0.1);
    before = plan.grantedFps(10);
  }
});

test('one frame that keeps a worker for seconds is no full machine: none came behind it in vain', () => {
  const plan = new RatePlan();
  for (const finished of [1, 0, 0, 1])
    plan.adjust([{ wantedFps: Number.POSITIVE_INFINITY, offered: finished, finished, replaced: 0 }], 1000, 1);
  expect(plan.grantedFps(30)).toBe(30);
});

test('a stream that wants little loses nothing to those that want much', () => {
  const plan = run(33, [3, 30, 30], 20);
  expect(plan.grantedFps(3)).toBe(3);
  expect(plan.grantedFps(30)).toBeCloseTo((33 * 0.95 - 3) / 2, 0);
});

test('a stream that comes late gets as much as those that were there, in the second in which it comes', () => {
  const plan = run(20, [10, 10, 10], 30);
  run(20, [10, 10, 10, 10, 10, 10], 1, plan);
  expect(plan.grantedFps(10)).toBeGreaterThan(2.7);
  expect(plan.grantedFps(10)).toBeLessThan(3.8);
});

test('what streams do not hand over goes to the others', () => {
  const plan = new RatePlan();
  for (let second = 0; second < 30; second += 1) {
    const offered = plan.grantedFps(10);
    const finished = Math.min(10, offered);
    const silent = { wantedFps: 10, offered: 0, replaced: 0, finished: 0 };
    plan.adjust(
      [{ wantedFps: 10, offered, replaced: offered - finished, finished }, silent, silent],
      1000,
      finished / 10,
    );
  }
  expect(plan.grantedFps(10)).toBeGreaterThan(9);
});

test('when the load is gone the rates come back', () => {
  const plan = run(20, times(8, 10), 30);
  run(20, [10], 4, plan);
  expect(plan.grantedFps(10)).toBe(10);
});

test('from next to nothing to all it takes few seconds', () => {
  const plan = run(0.001, times(16, 5), 10);
  expect(plan.grantedFps(5)).toBe(0.5);
  run(160, times(16, 5), 5, plan);
  expect(plan.grantedFps(5)).toBe(5);
});

test('a machine that does nothing at all still grants enough to see that a stream lives', () => {
  const plan = new RatePlan();
  for (let second = 0; second < 20; second += 1) {
    const offered = plan.grantedFps(10);
    plan.adjust([{ wantedFps: 10, offered, replaced: offered, finished: 0 }], 1000, 1);
  }
  expect(plan.grantedFps(10)).toBe(0.5);
});

test('two frames that cross do not make a machine full', () => {
  const plan = new RatePlan();
  plan.adjust([{ wantedFps: 1, offered: 2, replaced: 1, finished: 1 }], 1000, 1);
  expect(plan.grantedFps(30)).toBe(30);
});

test('frames of a burst that wait in vain for workers with little to do do not make a machine full', () => {
  const plan = new RatePlan();
  plan.adjust([{ wantedFps: 10, offered: 10, replaced: 4, finished: 6 }], 1000, 0.2);
  expect(plan.grantedFps(10)).toBe(10);
});

test('a stream that wants every frame is not held back while the machine can', () => {
  const plan = new RatePlan();
  const load = { wantedFps: Number.POSITIVE_INFINITY, offered: 60, replaced: 0, finished: 60 };
  for (let second = 0; second < 5; second += 1) plan.adjust([load], 1000, 0.5);
  expect(plan.grantedFps(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});

test('nothing is concluded from an interval in which nothing was handed over', () => {
  const plan = run(20, times(4, 10), 30);
  const before = plan.grantedFps(10);
  for (let second = 0; second < 30; second += 1)
    plan.adjust(
      times(4, 10).map((wantedFps) => ({ wantedFps, offered: 0, replaced: 0, finished: 0 })),
      1000,
      0,
    );
  expect(plan.grantedFps(10)).toBe(before);
});
