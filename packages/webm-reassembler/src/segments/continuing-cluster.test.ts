import { describeOutputs } from '../../test/support/describe-outputs.js';
import { feedAll } from '../../test/support/feed.js';
import { loadFixture, recordings } from '../../test/support/recordings.js';
import { AUDIO_ONLY, group, silentGroup, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../../test/support/streams.js';
import {
  cluster,
  element,
  join,
  KEY,
  opusPacket,
  simpleBlock,
  unknownSized,
  vp8Delta,
  vp8Keyframe,
} from '../../test/support/webm.js';
import { filesFrom } from '../../test/support/written-files.js';
import { GopBuffer, Reassembler, type MediaSegment, type ReassemblerOptions } from '../index.js';
import { RecordingWriter } from '../recording.js';

const CONTINUING: ReassemblerOptions = { mediaSegments: 'continuing' };
const CLUSTER = 0x1f43b675;

function segments(...parts: readonly (readonly Uint8Array[])[]): readonly MediaSegment[] {
  return feedAll([streamOf(...parts)], CONTINUING).filter((output) => output.kind === 'media-segment');
}

function octetsOf(list: readonly MediaSegment[]): readonly (readonly number[])[] {
  return list.map(({ octets }) => [...octets]);
}

/** Times of the segments that open a Cluster, with a star for random access points. */
function openings(list: readonly MediaSegment[]): readonly string[] {
  return list
    .filter(({ octets }) => octets[0] === CLUSTER >>> 24)
    .map(({ timestampMs, opensWithRandomAccessPoint }) => `${timestampMs}${opensWithRandomAccessPoint ? '*' : ''}`);
}

test('a keyframe opens a Cluster of unknown size, and what follows are the blocks that go on in it', () => {
  const [keyed, sound, delta, packet, second] = [
    simpleBlock(1, 0, vp8Keyframe(), KEY),
    simpleBlock(2, 3, opusPacket()),
    simpleBlock(1, 33, vp8Delta()),
    simpleBlock(2, 40, opusPacket()),
    simpleBlock(1, 66, vp8Keyframe(), KEY),
  ];
  // The recorder's second Cluster has no keyframe: it goes on in the first.
  const list = segments(
    VIDEO_AND_AUDIO,
    [cluster(1000), keyed, sound, delta, cluster(1040), simpleBlock(2, 0, opusPacket())],
    [cluster(1000), second],
  );
  expect(octetsOf(list)).toEqual(
    [
      join(unknownSized(CLUSTER), element(0xe7, [0x03, 0xe8]), keyed),
      sound,
      delta,
      packet,
      join(unknownSized(CLUSTER), element(0xe7, [0x04, 0x2a]), simpleBlock(1, 0, vp8Keyframe(), KEY)),
    ].map((octets) => [...octets]),
  );
  expect(list.map((one) => one.opensWithRandomAccessPoint)).toEqual([true, false, false, false, true]);
});

test('sound before the first keyframe opens a Cluster too, which is no random access point', () => {
  const early = [cluster(0), simpleBlock(2, 0, opusPacket()), simpleBlock(2, 20, opusPacket())];
  expect(openings(segments(VIDEO_AND_AUDIO, early, group(40, 2)))).toEqual(['0', '40*']);
});

test.each([
  ['later than 16 bits can say', 32_768, ['0*', '32768']],
  ['as late as 16 bits can say', 32_767, ['0*']],
])('a frame that is %s after its keyframe', (_, laterMs, expected) => {
  const later = [cluster(laterMs), simpleBlock(1, 0, vp8Delta())];
  expect(openings(segments(VIDEO_ONLY, silentGroup(0, 2), later))).toEqual(expected);
});

test('a block from before its Cluster opens another: Chromium refuses a negative time', () => {
  const late = [cluster(40), simpleBlock(1, 0, vp8Keyframe(), KEY), simpleBlock(2, -5, opusPacket())];
  expect(openings(segments(VIDEO_AND_AUDIO, group(0, 2), late))).toEqual(['0*', '40*', '35']);
});

test('without video there is a random access point every 5 s, not with each block', () => {
  const sound = Array.from({ length: 600 }, (_, index) => simpleBlock(1, index * 20, opusPacket()));
  const list = segments(AUDIO_ONLY, [cluster(0), ...sound]);
  expect(openings(list)).toEqual(['0*', '5000*', '10000*']);
  expect(list.filter((one) => one.opensWithRandomAccessPoint)).toHaveLength(3);
});

test('a Cluster begins behind each init segment, whatever comes first', () => {
  const resized = [cluster(40), simpleBlock(2, 0, opusPacket()), simpleBlock(1, 1, vp8Keyframe(32, 24), KEY)];
  const outputs = feedAll([streamOf(VIDEO_AND_AUDIO, group(0, 2), resized)], CONTINUING);
  const behindInit = outputs.filter((_, index) => outputs[index - 1]?.kind === 'init-segment');
  expect(behindInit).toHaveLength(2);
  expect(openings(behindInit.filter((output) => output.kind === 'media-segment'))).toEqual(['0*', '41*']);
});

describe.each(recordings)('%s', (name) => {
  const { chunks } = loadFixture(name);

  test('who joins behind any chunk reads what everybody else does, from the join on', () => {
    const reassembler = new Reassembler(CONTINUING);
    const buffer = new GopBuffer();
    const calls = [...chunks.map((chunk) => reassembler.feed(chunk)), reassembler.end()];
    const whole = feedAll(calls.flatMap(sentOf)).filter(({ kind }) => kind === 'media-segment');
    for (const [index, outputs] of calls.entries()) {
      buffer.add(outputs);
      const joined = buffer.join();
      if (joined === undefined) continue;
      const read = feedAll([joined.octets, ...calls.slice(index + 1).flatMap(sentOf)]);
      const media = read.filter(({ kind }) => kind !== 'init-segment').slice(joined.leadInBlocks);
      expect(describeOutputs(media)).toEqual(describeOutputs(whole.slice(whole.length - media.length)));
    }
  });

  test('is recorded the same, whatever form its segments have', () => {
    expect(recorded(chunks, CONTINUING)).toEqual(recorded(chunks));
  });
});

/** What a viewer is sent of what one call returned. */
function sentOf(outputs: ReturnType<Reassembler['feed']>): readonly Uint8Array[] {
  return outputs.flatMap((output) => (output.kind === 'gap' ? [] : [output.octets]));
}

function recorded(chunks: readonly Uint8Array[], options?: ReassemblerOptions): readonly string[] {
  const reassembler = new Reassembler(options);
  const writer = new RecordingWriter();
  const writes = chunks.flatMap((chunk) => writer.add(reassembler.feed(chunk)));
  const files = filesFrom([...writes, ...writer.add(reassembler.end()), ...writer.end()]);
  return files.map(({ octets }) => Buffer.from(octets).toString('base64'));
}
