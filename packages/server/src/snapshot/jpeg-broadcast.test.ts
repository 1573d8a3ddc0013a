import { JpegBroadcast } from './jpeg-broadcast.js';

/** A reader that notes what it was shown. */
function reader() {
  const seen: number[] = [];
  return {
    seen,
    offer: (jpeg: Uint8Array): void => void seen.push(jpeg[0] ?? -1),
    end: (): void => void seen.push(-2),
  };
}

/** Draws numbered pictures, each when `finish` is called. */
function drawing() {
  const waiting: ((jpeg: Uint8Array | undefined) => void)[] = [];
  let drawn = 0;
  const broadcast = new JpegBroadcast(() => new Promise((resolve) => void waiting.push(resolve)));
  const finish = async (): Promise<void> => {
    waiting.shift()?.(Uint8Array.of(drawn++));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { broadcast, finish, drawings: () => waiting.length };
}

test('each picture is drawn once for all readers, and none is drawn while nobody looks', async () => {
  const { broadcast, finish, drawings } = drawing();
  broadcast.pictureChanged();
  expect(drawings()).toBe(0);
  const [one, other] = [reader(), reader()];
  const leave = broadcast.add(one);
  broadcast.add(other);
  expect(drawings()).toBe(1);
  await finish();
  leave();
  await finish();
  expect([one.seen, other.seen]).toEqual([[0], [0, 1]]);
});

test('pictures that come while one is drawn are passed over, but for the newest', async () => {
  const { broadcast, finish, drawings } = drawing();
  const one = reader();
  broadcast.add(one);
  for (let change = 0; change < 5; change++) broadcast.pictureChanged();
  await finish();
  expect(drawings()).toBe(1);
  await finish();
  expect(drawings()).toBe(0);
  expect(one.seen).toEqual([0, 1]);
});

test('a picture that cannot be drawn is left out', async () => {
  let calls = 0;
  const broadcast = new JpegBroadcast(async () => {
    calls += 1;
    if (calls === 1) throw new Error('no picture');
    return Uint8Array.of(calls);
  });
  const one = reader();
  broadcast.add(one);
  await new Promise((resolve) => setImmediate(resolve));
  broadcast.pictureChanged();
  await new Promise((resolve) => setImmediate(resolve));
  expect(one.seen).toEqual([2]);
});

test('the end is told to every reader', () => {
  const { broadcast } = drawing();
  const one = reader();
  broadcast.add(one);
  broadcast.end();
  expect(one.seen).toEqual([-2]);
  expect(broadcast.readers).toBe(0);
});
