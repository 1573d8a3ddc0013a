import { feedAll } from '../../test/support/feed.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { md5 } from '../../test/support/md5.js';
import { cluster, KEY, simpleBlock } from '../../test/support/webm.js';
import { blocksOf, expectPromises } from '../../test/support/promises.js';
import { loadFixture, recordings } from '../../test/support/recordings.js';
import type { Output } from '../index.js';

/** Why a recording is left out here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'chromium156-restart-swapped-tracks-vp8-opus-250ms': 'its second run brings a header of its own',
  'chromium156-faces-vp8-opus-0ms': 'its header is spread over a hundred chunks',
};

function tracksOf(outputs: readonly Output[]) {
  const init = outputs.find((output) => output.kind === 'init-segment');
  const tracks = init?.tracks ?? [];
  return tracks
    .map(({ type, codecId, width, height }) => ({ type, codecId, width, height }))
    .sort((a, b) => a.type.localeCompare(b.type));
}

/** How many chunks hold the header: up to the first of more than one octet. */
function headerChunks(chunks: readonly Uint8Array[]): number {
  return chunks.findIndex(({ length }) => length > 1) + 1;
}

function videoOf(outputs: readonly Output[]) {
  return blocksOf(outputs).filter(({ track }) => track.type === 'video');
}

const candidates = recordings.filter((name) => LEFT_OUT[name] === undefined);

describe.each(candidates)('%s without its first chunk', (name) => {
  const { chunks, manifest } = loadFixture(name);
  const whole = feedAll(chunks);
  const left = chunks.slice(headerChunks(chunks));
  const outputs = feedAll(left, { mimeType: manifest.mimeType });
  const lostOctets = chunks.slice(0, headerChunks(chunks)).reduce((sum, { length }) => sum + length, 0);
  const keyframesLeft = videoOf(whole).filter(({ keyframe, offset }) => keyframe && offset >= lostOctets);

  test('begins with the first keyframe that is left, and has no picture where none is', () => {
    const [first] = keyframesLeft;
    const [firstLeft] = videoOf(outputs);
    expect(firstLeft && md5(firstLeft.payload)).toBe(first && md5(first.payload));
  });

  if (videoOf(whole).length > 0 && keyframesLeft.length === 0) return;

  test('has the tracks that its header would have told, up to a size that changed', () => {
    expect(tracksOf(outputs).map(({ type, codecId }) => [type, codecId])).toEqual(
      tracksOf(whole).map(({ type, codecId }) => [type, codecId]),
    );
    const sizes = whole.flatMap((output) =>
      output.kind === 'init-segment' ? output.tracks.map(({ width }) => width) : [],
    );
    for (const { width } of tracksOf(outputs)) expect(sizes).toContain(width);
    expect(describeOutputs(outputs)[0]).toMatch(/^gap missing-header/);
    expectPromises(outputs);
  });

  test('has only blocks that the whole has, in their order, at the times of the recorder', () => {
    const lineOf = ({ track, recorderTimestampMs, payload }: ReturnType<typeof blocksOf>[number]): string =>
      `${track.type} ${recorderTimestampMs} ${md5(payload)}`;
    const lines = blocksOf(whole).map(lineOf);
    const linesLeft = blocksOf(outputs).map(lineOf);
    expect(linesLeft.length).toBeGreaterThan(0);
    expect(linesLeft).toEqual(lines.filter((line) => linesLeft.includes(line)));
  });
});

describe('without a header and without a mimeType', () => {
  const sound = (payload: (index: number) => readonly number[]) =>
    feedAll([
      Uint8Array.from([
        ...cluster(0),
        ...Array.from({ length: 20 }, (_, index) => [...simpleBlock(1, index * 20, payload(index), KEY)]).flat(),
      ]),
    ]);

  test('Opus that happens to hold parameter sets of H.264 is Opus', () => {
    const parameterSets = [
      0, 0, 1, 0x67, 0x42, 0xc0, 0x0a, 0xda, 0x79, 0x42, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80, 0, 0, 1, 0x65, 0x88,
    ];
    expect(tracksOf(sound((index) => [0x78, index, ...parameterSets]))).toMatchObject([{ codecId: 'A_OPUS' }]);
  });

  test('a recording that begins with a Cluster begins with its first block', () => {
    const [first] = blocksOf(sound((index) => [0x78, index, 1]));
    expect(first).toMatchObject({ timestampMs: 0, offset: cluster(0).length });
  });

  test('PCM that happens to begin as Opus may is not taken for it: its packets are too long', () => {
    expect(tracksOf(sound(() => [0x78, ...Array.from({ length: 1919 }, () => 1)]))).toEqual([]);
  });
});
