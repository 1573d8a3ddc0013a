import { md5 } from '../test/support/md5.js';
import { feedAll } from '../test/support/feed.js';
import { blocksOf } from '../test/support/promises.js';
import { loadFixture, recordings, wholeOf } from '../test/support/recordings.js';
import { RICH_STREAM } from '../test/support/rich-stream.js';
import {
  oracleBlocks,
  oracleElements,
  oracleTracks,
  valueOf,
  type OracleBlock,
  type OracleElement,
} from '../test/support/ts-ebml.js';
import type { Block, InitSegment, MediaSegment } from './index.js';

/** What can be said of an element: its ID, and its octets as hex. */
function contentOf(elements: readonly OracleElement[]): readonly string[] {
  return elements.map(({ id, name, octets }) => `${id} ${name} ${Buffer.from(octets ?? []).toString('hex')}`);
}

/** A block in words that both sides can say; times in ms, frames by their hashes. */
function oracleLine(block: OracleBlock, types: ReadonlyMap<number, unknown>, tickMs: number): string {
  const type = types.get(block.trackNumber) === 1 ? 'video' : 'audio';
  const isKeyframe = type === 'audio' || block.keyframe; // sound is always a random access point, whatever its flag says
  return [type, block.ticks * tickMs, isKeyframe, ...block.frames.map((frame) => md5(frame))].join(' ');
}

function ourLine(block: Block): string {
  return [block.track.type, block.recorderTimestampMs, block.keyframe, ...block.frames.map((frame) => md5(frame))].join(
    ' ',
  );
}

/** Runs of a recording as ts-ebml sees them: one for each EBML header. */
function oracleRuns(elements: readonly OracleElement[]): readonly (readonly OracleElement[])[] {
  const starts = elements.flatMap(({ name }, index) => (name === 'EBML' ? [index] : []));
  return starts.map((start, index) => elements.slice(start, starts[index + 1]));
}

function oracleLines(run: readonly OracleElement[]): readonly string[] {
  const types = new Map(
    oracleTracks(run).map((track) => [Number(valueOf(track, 'TrackNumber')), valueOf(track, 'TrackType')]),
  );
  const tickMs = Number(valueOf(run, 'TimestampScale') ?? 1_000_000) / 1e6;
  return oracleBlocks(run).map((block) => oracleLine(block, types, tickMs));
}

describe.each(recordings)('%s, compared with ts-ebml', (name) => {
  const octets = wholeOf(loadFixture(name));
  const source = oracleElements(octets);
  const outputs = feedAll([octets]);
  const inits = outputs.filter((output) => output.kind === 'init-segment');
  const segments = outputs.filter((output) => output.kind === 'media-segment');

  test('has the same blocks: times, keyframes, frames', () => {
    expect(blocksOf(outputs).map(ourLine)).toEqual(oracleRuns(source).flatMap(oracleLines));
  });

  test('has init segments with the same DocType, TimestampScale and TrackEntries, but for a picture size that changed', () => {
    const [firstRun = []] = oracleRuns(source);
    const written = inits.map(({ octets: written }) => oracleElements(written));
    for (const elements of written) {
      for (const field of ['DocType', 'DocTypeVersion', 'DocTypeReadVersion', 'TimestampScale', 'MuxingApp']) {
        expect(valueOf(elements, field)).toEqual(valueOf(firstRun, field));
      }
      expect(elements.map((element) => element.name)).not.toContain('Duration');
      expect(oracleTracks(elements).map(withoutSize)).toEqual(oracleTracks(firstRun).map(withoutSize));
    }
    expect(oracleTracks(written[0] ?? []).map(sizeOf)).toEqual(oracleTracks(firstRun).map(sizeOf));
  });

  test('says of its tracks what the init segments say', () => {
    for (const init of inits)
      expect(init.tracks.map(ourTrack)).toEqual(oracleTracks(oracleElements(init.octets)).map(oracleTrack));
  });

  test('has media segments that are each one Cluster with the blocks that it says, BlockGroups whole', () => {
    const originals = oracleBlocks(source);
    let seen = 0;
    for (const segment of segments) {
      const elements = oracleElements(segment.octets);
      const tickMs = segment.initSegment.timestampScaleNs / 1e6;
      expect(elements.slice(0, 2).map((element) => element.name)).toEqual(['Cluster', 'Timestamp']);
      const blocks = oracleBlocks(elements);
      expect(
        blocks.map((block) => [block.trackNumber, block.ticks * tickMs, ...block.frames.map((frame) => md5(frame))]),
      ).toEqual(
        segment.blocks.map((block) => [
          block.track.number,
          block.timestampMs,
          ...block.frames.map((frame) => md5(frame)),
        ]),
      );
      for (const block of blocks) {
        const original = originals[seen++];
        expect(block.keyframe).toBe(original?.keyframe);
        expect(block.siblings && contentOf(block.siblings)).toEqual(original?.siblings && contentOf(original.siblings));
      }
    }
    expect(seen).toBe(originals.length);
  });

  test('reads as one stream from the init segment on', () => {
    const stream = oracleElements(Buffer.concat(streamOf(inits[0], segments)));
    expect(oracleBlocks(stream)).toHaveLength(segments.filter(({ initSegment }) => initSegment === inits[0]).length);
  });
});

test('the hand-made stream has the same frames by ts-ebml, up to what it cannot read', () => {
  // Its second Cluster has an unknown size of one octet, which ts-ebml takes for a size of 127.
  const secondCluster = Buffer.from(RICH_STREAM).indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75, 0xff]));
  const readable = RICH_STREAM.subarray(0, secondCluster);
  expect(blocksOf(feedAll([readable])).map(ourLine)).toEqual(oracleLines(oracleElements(readable)));
});

function streamOf(init: InitSegment | undefined, segments: readonly MediaSegment[]): readonly Uint8Array[] {
  return init === undefined
    ? []
    : [init.octets, ...segments.filter(({ initSegment }) => initSegment === init).map(({ octets }) => octets)];
}

const SIZE = ['PixelWidth', 'PixelHeight', 'DisplayWidth', 'DisplayHeight', 'DisplayUnit'];

/** Without what keyframes know better: the picture size, and AV1's CodecPrivate, a constant that describes no stream. */
function withoutSize(track: readonly OracleElement[]): readonly string[] {
  const corrected = valueOf(track, 'CodecID') === 'V_AV1' ? [...SIZE, 'CodecPrivate'] : SIZE;
  return contentOf(track.filter(({ name }) => !corrected.includes(name)));
}

function sizeOf(track: readonly OracleElement[]): readonly unknown[] {
  return ['PixelWidth', 'PixelHeight'].map((name) => valueOf(track, name));
}

function ourTrack(track: InitSegment['tracks'][number]) {
  const { number, type, codecId, width, height, sampleRate, channels, codecPrivate } = track;
  return {
    number,
    type,
    codecId,
    width,
    height,
    sampleRate,
    channels,
    codecPrivate: codecPrivate && Buffer.from(codecPrivate).toString('hex'),
  };
}

function oracleTrack(track: readonly OracleElement[]) {
  const codecPrivate = track.find(({ name }) => name === 'CodecPrivate')?.octets;
  return {
    number: valueOf(track, 'TrackNumber'),
    type: valueOf(track, 'TrackType') === 1 ? 'video' : 'audio',
    codecId: valueOf(track, 'CodecID'),
    width: valueOf(track, 'PixelWidth'),
    height: valueOf(track, 'PixelHeight'),
    sampleRate: valueOf(track, 'SamplingFrequency'),
    channels: valueOf(track, 'Channels'),
    codecPrivate: codecPrivate && Buffer.from(codecPrivate).toString('hex'),
  };
}
