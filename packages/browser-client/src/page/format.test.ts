import { expect, test } from '@jest/globals';
import { formatClock, formatCodecs, formatCount, formatOctets, formatRate, formatSeconds } from './format.js';

test('a clock has hours only where there are any', () => {
  expect([0, 999, 62_000, 600_000, 3_602_000].map(formatClock)).toEqual(['0:00', '0:00', '1:02', '10:00', '1:00:02']);
});

test('sizes are in the unit that people read', () => {
  expect([12, 40_400, 999_499, 999_500, 3_440_000].map(formatOctets)).toEqual([
    '12 B',
    '40 KB',
    '999 KB',
    '1.0 MB',
    '3.4 MB',
  ]);
});

test('numbers keep what matters', () => {
  expect([29.97, 30, 0].map(formatRate)).toEqual(['30', '30', '0']);
  expect(formatRate(9.64)).toBe('9.6');
  expect([7, 1234, 1_234_567].map(formatCount)).toEqual(['7', '1\u00a0234', '1\u00a0234\u00a0567']);
  expect(formatSeconds(3250)).toBe('3.25 s');
});

test('codecs have the names that people use, whichever way the server writes them', () => {
  expect(formatCodecs('vp8', 'opus')).toBe('VP8 + Opus');
  expect(formatCodecs('vp09.00.10.08', 'none')).toBe('VP9');
  expect(formatCodecs('avc1.42e01e', 'opus')).toBe('H.264 + Opus');
  expect(formatCodecs('V_AV1', 'none')).toBe('AV1');
  expect(formatCodecs('theora', 'none')).toBe('theora');
});
