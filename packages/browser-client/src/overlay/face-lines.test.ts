import { expect, test } from '@jest/globals';
import { faceLines } from './face-lines.js';

const pointsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ x: index / 100, y: 0 }));

test('each of the 68 points is on one line, and eyes and lips are closed', () => {
  const lines = faceLines(pointsOf(68)).map((line) => line.map(({ x }) => Math.round(x * 100)));
  expect([...new Set(lines.flat())]).toEqual(Array.from({ length: 68 }, (_, index) => index));
  expect(lines.filter((line) => line[0] === line.at(-1)).map((line) => line[0])).toEqual([36, 42, 48, 60]);
});

test('points in another number stand alone', () => {
  expect(faceLines(pointsOf(5)).map((line) => line.length)).toEqual([1, 1, 1, 1, 1]);
});
