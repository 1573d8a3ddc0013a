import { watchForStall, type StallWatch } from './stall-watch.js';

let clockMs = 0;
let isExpected = true;
let stalls: number[] = [];
let watch: StallWatch;

beforeEach(() => {
  clockMs = 0;
  isExpected = true;
  stalls = [];
  watch = watchForStall({
    timeoutMs: 1000,
    isExpected: () => isExpected,
    onStall: (ms) => stalls.push(ms),
    now: () => clockMs,
  });
});

afterEach(() => watch.stop());

test('silence for the whole time is a stall', () => {
  clockMs = 999;
  watch.check();
  expect(stalls).toEqual([]);
  clockMs = 1000;
  watch.check();
  expect(stalls).toEqual([1000]);
});

test('a sign of life begins the time anew', () => {
  clockMs = 900;
  watch.signOfLife();
  clockMs = 1800;
  watch.check();
  expect(stalls).toEqual([]);
});

test('who has no work may be silent, and the time begins when work comes', () => {
  isExpected = false;
  clockMs = 5000;
  watch.check();
  isExpected = true;
  clockMs = 5999;
  watch.check();
  expect(stalls).toEqual([]);
  clockMs = 6000;
  watch.check();
  expect(stalls).toEqual([1000]);
});
