import { loadFixture } from '../../../fixtures/load.js';
import { Reassembler } from './reassembler.js';

test('a recording of hours may be fed at once: no number of blocks in a chunk is too many', () => {
  const once = Buffer.concat([...loadFixture('chromium156-microphone-opus-250ms').chunks]);
  const blocksIn = (octets: Uint8Array): number =>
    new Reassembler()
      .feed(octets)
      .reduce((sum, output) => sum + (output.kind === 'media-segment' ? output.blocks.length : 0), 0);
  const blocks = blocksIn(once);
  const times = Math.ceil(150_000 / blocks);
  // What is fed of the last recording may lack its last block, which only its end confirms.
  expect(blocksIn(Buffer.concat(Array.from({ length: times }, () => once)))).toBeGreaterThanOrEqual(times * blocks);
});
