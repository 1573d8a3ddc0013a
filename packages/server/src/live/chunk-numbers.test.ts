import { ChunkNumbers } from './chunk-numbers.js';

test('chunks are numbered from 0 on, and none is recorded at first', () => {
  const numbers = new ChunkNumbers();
  expect([numbers.recorded, numbers.next, numbers.end]).toEqual([-1, 0, undefined]);
  expect([numbers.take(), numbers.take(), numbers.next]).toEqual([0, 1, 2]);
});

test('chunks that will never come have numbers too', () => {
  const numbers = new ChunkNumbers();
  numbers.take();
  expect(numbers.lose(4)).toBe(1);
  expect(numbers.take()).toBe(5);
});

test('chunks that have come cannot be lost', () => {
  const numbers = new ChunkNumbers();
  numbers.take();
  expect(numbers.lose(0)).toBeUndefined();
  expect(numbers.next).toBe(1);
});

test('it goes on behind what another process recorded', () => {
  const numbers = new ChunkNumbers();
  numbers.goOnBehind(7);
  expect([numbers.recorded, numbers.next]).toEqual([7, 8]);
});

test('what has come when the publisher stops is all there is', () => {
  const numbers = new ChunkNumbers();
  numbers.take();
  numbers.hold(0);
  numbers.close();
  expect([numbers.recorded, numbers.end]).toEqual([0, 1]);
});
