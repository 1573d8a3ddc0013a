import { expect, test } from '@jest/globals';
import { mediaZeroMs } from './media-clock.js';

test('a browser that keeps the timestamps of the file needs no shift (Chromium 156)', () => {
  expect(mediaZeroMs(3102.8, 3095)).toBe(0);
  expect(mediaZeroMs(7186, 7181)).toBe(0);
});

test('a browser that counts from the first frame is shifted (Firefox 153)', () => {
  expect(mediaZeroMs(0, 7005)).toBe(7005);
});

test('a file that begins at 0 is the same in both', () => {
  expect(mediaZeroMs(0, 0)).toBe(0);
  expect(mediaZeroMs(6.7, 0)).toBe(0);
});
