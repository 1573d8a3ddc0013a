import { IdleTimer } from './idle-timer.js';

async function pass(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test('it calls when nothing happens, and again when nothing happens after that', async () => {
  let calls = 0;
  const timer = new IdleTimer(20, () => (calls += 1));
  await pass(60);
  expect(calls).toBe(1);
  timer.touch();
  await pass(60);
  expect(calls).toBe(2);
  timer.stop();
});

test('it does not call while something happens, nor once it is stopped', async () => {
  let calls = 0;
  const timer = new IdleTimer(100, () => (calls += 1));
  // Timers of one process come in the order of their times, also where all of them are late.
  for (let times = 0; times < 6; times += 1) {
    await pass(25);
    timer.touch();
  }
  timer.stop();
  timer.touch();
  await pass(110);
  expect(calls).toBe(0);
});
