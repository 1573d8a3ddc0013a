import { type Block, type InitSegment, type Output, Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../fixtures/load.js';
import { MarkedBlocks } from './marked-blocks.js';

const ORIGIN_MS = 0x10000;

/** With sound; each read anew. */
const { init, blocks: recorded } = read([Buffer.concat(loadFixture('chromium156-tiny-canvas-vp8-opus-250ms').chunks)]);
const pictures = recorded.filter(({ track }) => track.type === 'video');

function read(chunks: readonly Uint8Array[]): { readonly init: InitSegment; readonly blocks: readonly Block[] } {
  const reassembler = new Reassembler();
  const outputs: readonly Output[] = [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
  const found = outputs.find((output) => output.kind === 'init-segment');
  if (found === undefined) throw new Error('there is no init segment');
  return { init: found, blocks: outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : [])) };
}

function marked(isWanted: (timestampMs: number) => boolean, timestampScaleNs = 1_000_000): MarkedBlocks {
  const blocks = MarkedBlocks.behind({ tracks: init.tracks, timestampScaleNs }, isWanted);
  if (blocks === undefined) throw new Error('there is no video');
  return blocks;
}

/** A picture of the recording at another time. */
function pictureAt(timestampMs: number): Block {
  const [picture] = pictures;
  if (picture === undefined) throw new Error('there is no picture');
  const { track, offset, keyframe, durationMs, payload, frames } = picture;
  return { track, offset, keyframe, durationMs, payload, frames, timestampMs, recorderTimestampMs: timestampMs };
}

test('each Block of video becomes a Cluster that a reader of Matroska takes; wanted ones have odd times', () => {
  const isWanted = (timestampMs: number): boolean => timestampMs % 3 === 0;
  const clusters = marked(isWanted).write(recorded);
  expect(clusters).toHaveLength(pictures.length);
  const again = read([init.octets, ...clusters]).blocks;
  expect(again.map(({ recorderTimestampMs, keyframe, payload }) => [recorderTimestampMs, keyframe, payload])).toEqual(
    pictures.map(({ timestampMs, keyframe, payload }) => [
      2 * (timestampMs + ORIGIN_MS) + (isWanted(timestampMs) ? 1 : 0),
      keyframe,
      payload,
    ]),
  );
});

test.each([1_000_000, 500_000, 1_000_000_000])(
  'times come back exactly where a tick is %p ns, also such between milliseconds',
  (tickNs) => {
    const blocks = marked(() => true, tickNs);
    const times = [0, 33, 66.5, 100.25, 4_000_000_000];
    blocks.write(times.map(pictureAt));
    const asFfmpegTellsThem = times.map((timeMs) => ((2 * (Math.round(timeMs) + ORIGIN_MS) + 1) * tickNs) / 1e6);
    expect(asFfmpegTellsThem.map((markedMs) => blocks.timestampMs(markedMs))).toEqual(times);
  },
);

test('a picture that never comes out does not shift the times of those behind it', () => {
  const blocks = marked(() => true);
  blocks.write([pictureAt(0.5), pictureAt(33.5), pictureAt(66.5)]);
  expect(blocks.timestampMs(2 * (67 + ORIGIN_MS) + 1)).toBe(66.5);
});

test('whether a picture is wanted is asked as Blocks are written', () => {
  const asked: number[] = [];
  const blocks = marked((timestampMs) => asked.push(timestampMs) > 0);
  blocks.write([pictureAt(0)]);
  expect(asked).toEqual([0]);
  blocks.write([pictureAt(33)]);
  expect(asked).toEqual([0, 33]);
});

test('where there is no video there is nothing to write', () => {
  const tracks = init.tracks.filter(({ type }) => type !== 'video');
  expect(MarkedBlocks.behind({ tracks, timestampScaleNs: 1_000_000 }, () => true)).toBeUndefined();
});
