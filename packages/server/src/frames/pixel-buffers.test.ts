import { PixelBuffers } from './pixel-buffers.js';

test('what is given back is used for the next picture of its size, and for no other', () => {
  const buffers = new PixelBuffers();
  const small = buffers.take(12);
  const large = buffers.take(24);
  buffers.giveBack(small);
  buffers.giveBack(large);
  expect(buffers.take(24)).toBe(large);
  expect(buffers.take(24)).not.toBe(large);
  expect(buffers.take(12)).toBe(small);
});

test('what was not given back is never handed out again', () => {
  const buffers = new PixelBuffers();
  const taken = Array.from({ length: 5 }, () => buffers.take(3));
  expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(5);
});

test('no more is kept than allowed: the oldest goes', () => {
  const buffers = new PixelBuffers(20);
  const [first, second, third] = [buffers.take(10), buffers.take(10), buffers.take(10)];
  for (const pixels of [first, second, third]) buffers.giveBack(pixels);
  expect([buffers.take(10), buffers.take(10)]).toEqual([second, third]);
  expect(buffers.take(10)).not.toBe(first);
});

test('what a worker has taken over, or shares its buffer, is not kept', () => {
  const buffers = new PixelBuffers();
  const moved = buffers.take(8);
  structuredClone(moved, { transfer: [moved.buffer] });
  buffers.giveBack(moved);
  const part = new Uint8Array(new ArrayBuffer(16), 4, 8);
  buffers.giveBack(part);
  expect(buffers.take(8)).not.toBe(part);
});
