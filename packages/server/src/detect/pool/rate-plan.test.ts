import { RatePlan, type StreamLoad } from './rate-plan.js';

/** A machine that analyses so many frames a second, shared evenly by streams that hand over what they are granted. */
function secondOf(plan: RatePlan, capacity: number, wants: readonly number[]): readonly StreamLoad[] {
  const offers = wants.map((wantedFps) => plan.grantedFps(wantedFps));
  const total = offers.reduce((sum, offered) => sum + offered, 0);
  const share = Math.min(1, capacity / total);
  return wants.map((wantedFps, index) => {
    const offered = offers[index] ?? 0;
    return { wantedFps, offered, finished: offered * share, replaced: offered * (1 - share) };
  });
}

function run(capacity: number, wants: readonly number[], seconds: number, plan = new RatePlan()): RatePlan {
  for (let second = 0; second < seconds; second += 1) plan.adjust(secondOf(plan, capacity, wants), 1000, 1);
  return plan;
}

test('every stream gets what it wants while the machine can', () => {
  const plan = run(100, [10, 5, 30], 60);
  expect([10, 5, 30].map((fps) => plan.grantedFps(fps))).toEqual([10, 5, 30]);
});

test('at twice the load every stream gets about half, at once and for as long as it lasts', () => {
  const plan = run(
    50,
    Array.from({ length: 10 }, () => 10),
    1,
  );
  for (let second = 0; second < 600; second += 1) {
    const granted = plan.grantedFps(10);
    expect(granted).toBeGreaterThan(4.4);
    expect(granted).toBeLessThan(5.7);
    run(
      50,
      Array.from({ length: 10 }, () => 10),
      1,
      plan,
    );
  }
});

test('a stream that wants little loses nothing to those that want much', () => {
  const plan = run(33, [3, 30, 30], 1);
  expect(plan.grantedFps(3)).toBe(3);
  expect(plan.grantedFps(30)).toBeCloseTo((33 * 0.9 - 3) / 2);
});

test('a stream that comes late gets as much as those that were there', () => {
  const plan = run(20, [10, 10], 30);
  run(20, [10, 10, 10, 10], 30, plan);
  expect(plan.grantedFps(10)).toBeGreaterThan(4);
  expect(plan.grantedFps(10)).toBeLessThan(6);
});

test('when the load is gone the rates come back', () => {
  const plan = run(
    20,
    Array.from({ length: 8 }, () => 10),
    30,
  );
  run(20, [10], 60, plan);
  expect(plan.grantedFps(10)).toBe(10);
});

test('a machine that does nothing at all still grants enough to see that a stream lives', () => {
  const granted = run(0, [10, 10], 5).grantedFps(10);
  expect(granted).toBeGreaterThanOrEqual(0.5);
  expect(granted).toBeLessThan(1);
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

test('a machine that was full for a moment gives back within seconds what idle workers can do', () => {
  const plan = new RatePlan();
  const starting = { wantedFps: 5, offered: 5, replaced: 4, finished: 1 };
  plan.adjust([starting], 1000, 1);
  expect(plan.grantedFps(5)).toBeLessThan(1);
  for (let second = 0; second < 6; second += 1) {
    const offered = plan.grantedFps(5);
    plan.adjust([{ wantedFps: 5, offered, replaced: 0, finished: offered }], 1000, 0.2);
  }
  expect(plan.grantedFps(5)).toBe(5);
});
