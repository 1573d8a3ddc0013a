import { loadFixture } from '../../test/support/recordings.js';
import { reassemble } from './reassemble.js';

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

/** The chunks, counting how many were asked for. */
function countedChunks() {
  const count = { asked: 0 };
  function* source() {
    for (const chunk of chunks) {
      count.asked++;
      yield chunk;
    }
  }
  return { count, source: source() };
}

test('asks for no chunk before the first output is asked for', async () => {
  const { count, source } = countedChunks();
  const outputs = reassemble(source);
  expect(count.asked).toBe(0);
  await outputs.next();
  expect(count.asked).toBe(1);
});

test('never asks for a chunk while outputs of the one before are left', async () => {
  const { count, source } = countedChunks();
  const spans: number[] = [];
  for await (const output of reassemble(source)) {
    if (output.kind === 'media-segment') spans.push(count.asked);
  }
  const outputsOfChunk = chunks.map((_, index) => spans.filter((asked) => asked === index + 1).length);
  expect(spans).toEqual([...spans].sort((a, b) => a - b));
  expect(Math.min(...outputsOfChunk.slice(1))).toBeGreaterThan(1);
});

test('leaves the source alone once the reader has left', async () => {
  const { count, source } = countedChunks();
  for await (const output of reassemble(source)) {
    if (output.kind === 'media-segment') break;
  }
  expect(count.asked).toBe(1);
  expect(source.next().done).toBe(true);
});
