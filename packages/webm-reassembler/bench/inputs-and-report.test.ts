import { expect, test } from '@jest/globals';
import { Reassembler, type Block } from 'webm-reassembler';
import { CONTENDERS } from './contenders/index.mjs';
import { liveRecording, readChunks } from './inputs/live-recording.mjs';
import { caseSection } from './report/case-table.mjs';

const FIXTURE = 'chromium156-faces-vp8-opus-250ms';
const original = readChunks(FIXTURE);
const originalOctets = original.reduce((sum, { length }) => sum + length, 0);

function outputsOf(chunks: readonly Uint8Array[]) {
  const reassembler = new Reassembler();
  return [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
}

function blocksOf(chunks: readonly Uint8Array[]): readonly Block[] {
  return outputsOf(chunks).flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
}

test('a recording is repeated as if the recorder had gone on: no gap but its end, no new header, all blocks again', () => {
  const chunks = liveRecording(FIXTURE, 2.5 * originalOctets);
  const others = outputsOf(chunks).filter(({ kind }) => kind !== 'media-segment');
  expect(others.map((output) => (output.kind === 'gap' ? output.code : output.kind))).toEqual([
    'init-segment',
    'truncated',
  ]);
  const blocksOfOne = blocksOf(original).length;
  expect(blocksOf(chunks).length).toBeGreaterThan(2.3 * blocksOfOne);
  expect(blocksOf(chunks).length).toBeLessThan(2.7 * blocksOfOne);
});

test('it is cut where the recorder cut, over and over', () => {
  const chunks = liveRecording(FIXTURE, 2 * originalOctets);
  const timestampsGrewBy = 4; // octets at most, for each Cluster of a chunk; a chunk has one or two
  chunks.slice(0, original.length - 1).forEach((chunk, index) => {
    const grown = chunk.length - (original[index]?.length ?? 0);
    expect(grown).toBeGreaterThanOrEqual(0);
    expect(grown).toBeLessThanOrEqual(2 * timestampsGrewBy);
  });
});

test('a row whose result is another says so in its table', async () => {
  const [ours] = CONTENDERS;
  if (ours === undefined) throw new Error('there are no contenders');
  const tally = await ours.read(original);
  const timing = { ms: 1, memcpyMs: 1, octets: originalOctets, chunks: original.length, tally };
  const wrong = { ...timing, tally: { ...tally, keyframes: tally.keyframes - 1 } };
  const row = { makesSegments: false, ms: 1, memcpyShare: 1, rounds: 1 };
  const table = caseSection({ name: 'live', title: 'Live', octets: 1, limitSeconds: 1, chunks: () => [] }, [
    { name: 'right', ...row, timing },
    { name: 'wrong', ...row, timing: wrong },
    { name: 'stuck', ...row, failure: 'no end in 60 s' },
  ]);
  expect(table).toMatch(/^\| right \| /m);
  expect(table).toContain(`| wrong (other result: ${tally.blocks} blocks, ${tally.keyframes - 1} keyframes) |`);
  expect(table).toContain('| stuck | no end in 60 s |');
});
