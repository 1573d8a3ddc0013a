import { InOrder } from './in-order.js';

test('what finishes early waits for what was begun before it', () => {
  const reported: string[] = [];
  const tasks = new InOrder();
  const [first, second, third] = [tasks.begin(), tasks.begin(), tasks.begin()];
  second(() => reported.push('second'));
  expect(reported).toEqual([]);
  first(() => reported.push('first'));
  expect(reported).toEqual(['first', 'second']);
  expect(tasks.pending).toBe(1);
  third(() => reported.push('third'));
  expect(reported).toEqual(['first', 'second', 'third']);
  expect(tasks.pending).toBe(0);
});
