import { memoryTrendOf } from './memory-trend.js';
import { steadinessOf } from './steadiness.js';

test('the last minute is compared with the first, whatever was in between', () => {
  const results = Array.from({ length: 600 }, (_, second) => ({
    atMs: second * 1000,
    totalMs: second < 61 ? 100 : second < 540 ? 5000 : 110,
  }));
  expect(steadinessOf(results)).toEqual({ windowSeconds: 60, firstP95Ms: 100, lastP95Ms: 110 });
});

test('a run of less than two minutes is halved, and one without results says nothing', () => {
  const results = Array.from({ length: 41 }, (_, second) => ({ atMs: second * 1000, totalMs: second < 20 ? 1 : 2 }));
  expect(steadinessOf(results)).toEqual({ windowSeconds: 20, firstP95Ms: 1, lastP95Ms: 2 });
  expect(steadinessOf([])).toBeUndefined();
});

test('memory that grows by an octet a second grows by 3600 an hour, whatever the start took', () => {
  const samples = Array.from({ length: 361 }, (_, index) => {
    const seconds = index * 10;
    return { seconds, residentOctets: seconds < 60 ? 5_000_000 : 1_000_000 + seconds };
  });
  const trend = memoryTrendOf(samples);
  expect(trend).toMatchObject({ startOctets: 1_000_060, endOctets: 1_003_600 });
  expect(trend?.octetsPerHour).toBeCloseTo(3600);
});

test('two samples are no trend', () => {
  const sample = { seconds: 10, residentOctets: 1 };
  expect(memoryTrendOf([sample, { ...sample, seconds: 20 }])).toBeUndefined();
});
