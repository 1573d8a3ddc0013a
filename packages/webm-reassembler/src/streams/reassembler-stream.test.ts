import { loadFixture } from '../../test/support/recordings.js';
import { ReassemblerError } from '../errors.js';
import { ReassemblerStream } from './reassembler-stream.js';

const { chunks } = loadFixture('chromium156-faces-vp8-opus-250ms');

/** Lets every promise that can settle do so. */
const settle = () => new Promise((resolve) => void setImmediate(resolve));

test('a writer waits until the reader has taken what came out', async () => {
  const { writable, readable } = new ReassemblerStream();
  const writer = writable.getWriter();
  const done = { writes: 0 };
  const writing = chunks.slice(0, 5).map((chunk) => writer.write(chunk).then(() => done.writes++));
  await settle();
  expect(done.writes).toBe(0); // nobody reads
  expect(writer.desiredSize).toBeLessThan(0);
  const reader = readable.getReader();
  await reader.read();
  await settle();
  expect(done.writes).toBe(1); // the outputs of the first chunk are not all taken
  for (let taken = 0; done.writes < 3; taken++) {
    expect(taken).toBeLessThan(200);
    await reader.read();
    await settle();
  }
  expect(done.writes).toBe(3);
  await reader.cancel();
  await Promise.allSettled(writing);
});

test('a slow reader holds the source one chunk ahead at most, however long the stream', async () => {
  let pulled = 0;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[pulled++];
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  let consumedOctets = 0;
  let largestLead = 0;
  for await (const output of source.pipeThrough(new ReassemblerStream())) {
    await settle();
    if (output.kind === 'media-segment') for (const block of output.blocks) consumedOctets += block.payload.length;
    const fedOctets = chunks.slice(0, pulled).reduce((sum, { length }) => sum + length, 0);
    largestLead = Math.max(largestLead, fedOctets - consumedOctets);
  }
  const largestChunk = Math.max(...chunks.map(({ length }) => length));
  const total = chunks.reduce((sum, { length }) => sum + length, 0);
  expect(total).toBeGreaterThan(10 * largestChunk);
  expect(largestLead).toBeLessThan(4 * largestChunk);
});

test('a wrong option is told at once', () => {
  expect(() => new ReassemblerStream({ maxTracks: 0 })).toThrow(ReassemblerError);
});
