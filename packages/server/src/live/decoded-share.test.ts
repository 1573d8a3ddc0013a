import { DecodedShare } from './decoded-share.js';

/** Video of 30 frames a second, of which those are left out that the function says. */
function shareOf(seconds: number, isLeftOut: (second: number) => boolean): number {
  const share = new DecodedShare();
  for (let frame = 0; frame < seconds * 30; frame += 1) {
    share.came((frame * 1000) / 30);
    if (isLeftOut(frame / 30)) share.leftOut(1);
  }
  return share.value;
}

test('it is 1 where everything is decoded, and before anything has come', () => {
  expect(new DecodedShare().value).toBe(1);
  expect(shareOf(10, () => false)).toBe(1);
});

test('it is the part of each group of pictures that is decoded, whatever moment it is looked at', () => {
  for (const seconds of [60, 61, 62]) {
    const share = shareOf(seconds, (second) => second % 3 >= 1.5);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  }
});

test('it follows within seconds, and comes back to all', () => {
  expect(shareOf(60, (second) => second >= 40)).toBeLessThan(0.1);
  expect(shareOf(60, (second) => second < 40)).toBeGreaterThan(0.9);
});

test('frames that are taken back all at once are no more than those that came', () => {
  const share = new DecodedShare();
  share.came(0);
  share.leftOut(5);
  expect(share.value).toBe(0);
});
