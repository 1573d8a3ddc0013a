import { judgeSequence } from './sequence.js';

test('the chunk that is expected is next, an earlier one a duplicate, a later one means a hole', () => {
  expect([3, 4, 5].map((sequence) => judgeSequence(sequence, 4))).toEqual(['duplicate', 'next', 'missing']);
});
