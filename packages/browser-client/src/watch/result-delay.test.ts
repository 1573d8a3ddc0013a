import { ResultDelay } from './result-delay.js';

test.each([
  ['quick results leave the picture a second behind', [0.1, 0.2], 1],
  ['slower ones hold it back until they are there, with a margin', [0.4, 1.5, 0.6], 1.8],
  ['none holds it back for long', [30], 3],
])('%s', (_, delays, expected) => {
  const delay = new ResultDelay();
  expect(delays.map((one) => delay.add(one)).at(-1)).toBeCloseTo(expected);
});

test('what was slow long ago is forgotten', () => {
  const delay = new ResultDelay();
  delay.add(2.5);
  const delays = Array.from({ length: 40 }, () => delay.add(0.2));
  expect([delays[0], delays.at(-1)]).toEqual([2.8, 1]);
});
