import { LatestFrame } from './latest-frame.js';

test('the newest item wins and the replaced one is handed back and counted', () => {
  const place = new LatestFrame<string>();
  expect(place.put('old')).toBeUndefined();
  expect(place.put('new')).toBe('old');
  expect(place.skipped).toBe(1);
  expect(place.take()).toBe('new');
});

test('an item that is taken is gone and is not counted as skipped', () => {
  const place = new LatestFrame<string>();
  place.put('only');
  expect(place.isWaiting).toBe(true);
  expect(place.take()).toBe('only');
  expect(place.take()).toBeUndefined();
  expect(place.isWaiting).toBe(false);
  expect(place.skipped).toBe(0);
});

test('an item that is given up counts as skipped, an empty place does not', () => {
  const place = new LatestFrame<string>();
  place.put('waiting');
  expect(place.drop()).toBe('waiting');
  expect(place.drop()).toBeUndefined();
  expect(place.skipped).toBe(1);
});
