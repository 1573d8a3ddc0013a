import { LineTail } from './line-tail.js';

test('only the last twenty lines are kept, oldest first', () => {
  const tail = new LineTail();
  for (let number = 1; number <= 25; number += 1) tail.add(`line ${number}`);
  expect(tail.lines).toHaveLength(20);
  expect(tail.lines[0]).toBe('line 6');
  expect(tail.lines.at(-1)).toBe('line 25');
});

test('a long line is cut and an empty one left out', () => {
  const tail = new LineTail();
  tail.add('x'.repeat(10_000));
  tail.add('  ');
  expect(tail.lines.map((line) => line.length)).toEqual([500]);
});
