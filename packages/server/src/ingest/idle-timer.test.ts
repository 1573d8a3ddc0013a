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
  const timer = new IdleTimer(200, () => (calls += 1));
  for (let times = 0; times < 8; times += 1) {
    await pass(30);
    timer.touch();
  }
  timer.stop();
  timer.touch();
  await pass(250);
  expect(calls).toBe(0);
});
