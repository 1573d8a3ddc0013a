import { Duplex } from 'node:stream';
import { loadFixture } from '../../../test/support/recordings.js';
import { ReassemblerError } from '../../errors.js';
import { ReassemblerDuplex } from './reassembler-duplex.js';

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

/** Lets everything happen that needs no further input. */
const settle = () => new Promise((resolve) => void setImmediate(resolve));

test('is a Duplex', () => {
  expect(new ReassemblerDuplex()).toBeInstanceOf(Duplex);
});

test('a writer is told to wait, and called back when the reader has taken what came out', async () => {
  const duplex = new ReassemblerDuplex();
  const done = { writes: 0 };
  const answers = chunks.slice(0, 5).map((chunk) => duplex.write(chunk, () => done.writes++));
  await settle();
  expect(answers).toEqual([false, false, false, false, false]);
  expect(done.writes).toBeLessThanOrEqual(1); // nobody reads
  for (let taken = 0; done.writes < 3; taken++) {
    expect(taken).toBeLessThan(200);
    duplex.read();
    await settle();
  }
  expect(done.writes).toBe(3);
});

test('holds what comes out of one chunk, and waits with the next', async () => {
  const duplex = new ReassemblerDuplex();
  const write = async (chunk: Uint8Array) => new Promise<void>((resolve) => void duplex.write(chunk, () => resolve()));
  const writing = Promise.all(chunks.map(write));
  const largest = { readable: 0 };
  for await (const output of duplex) {
    expect(output).toHaveProperty('kind');
    await settle();
    largest.readable = Math.max(largest.readable, duplex.readableLength);
    if (duplex.writableLength === 0) break;
  }
  await writing;
  expect(largest.readable).toBeGreaterThan(1);
  expect(largest.readable).toBeLessThan(100);
});

test('a wrong option is told at once', () => {
  expect(() => new ReassemblerDuplex({ maxTracks: 0 })).toThrow(ReassemblerError);
});
