/* The streams that are mutated: every real recording as a miniature, the smallest one whole, and hand-made ones. */
import { ID, readElements } from '../../../fixtures/elements.js';
import { Reassembler, type ReassemblerOptions } from '../src/index.js';
import { loadFixture, recordings, wholeOf } from '../test/support/recordings.js';
import { RICH_STREAM } from '../test/support/rich-stream.js';
import { group, silentGroup, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY, AUDIO_ONLY } from '../test/support/streams.js';
import { miniatureOf } from './miniature.js';

/** A block of the unmutated stream. */
export interface TrueBlock {
  /** Where its payload begins. */
  readonly offset: number;
  readonly isVideo: boolean;
  readonly keyframe: boolean;
  readonly payload: Uint8Array;
}

/** A stream to mutate, and what is true of it. */
export interface Base {
  readonly name: string;
  readonly octets: Uint8Array;
  /** Where its elements begin, to hit headers and not only payloads. */
  readonly elementStarts: readonly number[];
  readonly clusterStarts: readonly number[];
  /** Behind the last header that begins a run, and the first block that can be decoded. */
  readonly mediaStart: number;
  readonly blocks: readonly TrueBlock[];
  readonly options: ReassemblerOptions;
}

const MOST_BLOCKS = 150;

/** Limits in proportion to the streams, so that a damaged size swallows what it would swallow of a real one. */
const OPTIONS: ReassemblerOptions = {
  maxBlockOctets: 400,
  maxUnknownOctets: 200,
  maxSkippedOctets: 400,
  maxHeaderOctets: 1024,
};

/** @param takes - which recordings */
export function makeBases(takes: (name: string) => boolean = () => true): readonly Base[] {
  const real = recordings
    .filter(takes)
    .map((name) => [name, miniatureOf(wholeOf(loadFixture(name)), MOST_BLOCKS)] as const);
  const streams: readonly (readonly [string, Uint8Array])[] = [
    ...real,
    ['hand-made, something of everything', RICH_STREAM],
    [
      'hand-made, video and audio',
      streamOf(VIDEO_AND_AUDIO, group(0, 12), group(240, 12), group(480, 12), group(720, 12)),
    ],
    ['hand-made, video', streamOf(VIDEO_ONLY, silentGroup(0, 10), silentGroup(200, 10), silentGroup(400, 10))],
    ['hand-made, audio', streamOf(AUDIO_ONLY, group(0, 0), group(20, 0))],
    ['hand-made, without a header', streamOf(group(0, 12), group(240, 12), group(480, 12))],
  ];
  return streams.map(([name, octets]) => baseFrom(name, octets));
}

function baseFrom(name: string, octets: Uint8Array): Base {
  const elements = readElements(octets);
  const clusterStarts = elements.filter(({ id }) => id === ID.Cluster).map(({ start }) => start);
  const blocks = trueBlocks(octets);
  const lastHeader = Math.max(
    0,
    ...elements
      .filter(({ id }) => id === ID.Tracks || id === ID.EBML)
      .map(({ start, dataStart, size }) => Math.max(start, dataStart + (size ?? 0))),
  );
  const first = blocks.find((block) => block.offset > lastHeader && block.keyframe);
  return {
    name,
    octets,
    elementStarts: elements.map(({ start }) => start),
    clusterStarts,
    mediaStart: first === undefined ? octets.length : first.offset + first.payload.length,
    blocks,
    options: OPTIONS,
  };
}

function trueBlocks(octets: Uint8Array): readonly TrueBlock[] {
  const outputs = new Reassembler(OPTIONS).feed(octets);
  return outputs.flatMap((output) => {
    if (output.kind !== 'media-segment') return [];
    return output.blocks.map(({ track, keyframe, payload }) => ({
      offset: payload.byteOffset - octets.byteOffset,
      isVideo: track.type === 'video',
      keyframe,
      payload,
    }));
  });
}
