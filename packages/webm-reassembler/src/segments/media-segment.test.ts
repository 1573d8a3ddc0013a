import { feedAll } from '../../test/support/feed.js';
import { AUDIO_ONLY, group, silentGroup, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../../test/support/streams.js';
import {
  audioTrack,
  blockGroup,
  cluster,
  ebmlHeader,
  info,
  join,
  KEY,
  opusPacket,
  segment,
  simpleBlock,
  sizedCluster,
  tracks,
  videoTrack,
  vp8Delta,
  vp8Keyframe,
} from '../../test/support/webm.js';
import type { MediaSegment, ReassemblerOptions } from '../index.js';

function segments(parts: readonly (readonly Uint8Array[])[], options?: ReassemblerOptions): readonly MediaSegment[] {
  return feedAll([streamOf(...parts)], options).filter((output) => output.kind === 'media-segment');
}

test('a media segment is a Cluster of known size with the time of its first block', () => {
  const frame = vp8Keyframe(64, 48, new Uint8Array(200));
  const [first] = segments([VIDEO_ONLY, [cluster(0x1234), simpleBlock(1, 5, frame, KEY)]]);
  const body = join([0xe7, 0x82, 0x12, 0x39], simpleBlock(1, 0, frame, KEY)); // Timestamp, SimpleBlock
  expect([...(first?.octets ?? [])]).toEqual([...join([0x1f, 0x43, 0xb6, 0x75], [0x40, body.length], body)]);
});

test('blocks that share a Cluster keep their distance to its first', () => {
  const blocks = [
    simpleBlock(1, 7, vp8Keyframe(), KEY),
    simpleBlock(2, -3, opusPacket()),
    simpleBlock(1, 27, vp8Delta()),
  ];
  const [first] = segments([VIDEO_AND_AUDIO, [cluster(100), ...blocks]], { mediaSegments: 'per-call' });
  const moved = [
    simpleBlock(1, 0, vp8Keyframe(), KEY),
    simpleBlock(2, -10, opusPacket()),
    simpleBlock(1, 20, vp8Delta()),
  ];
  const expected = join(
    [0x1f, 0x43, 0xb6, 0x75],
    [0x80 | join([0xe7, 0x81, 107], ...moved).length],
    [0xe7, 0x81, 107],
    ...moved,
  );
  expect([...(first?.octets ?? [])]).toEqual([...expected]);
});

test('a block before time 0 stays before it, as a Timestamp cannot', () => {
  const [first] = segments([AUDIO_ONLY, [cluster(0), simpleBlock(1, -7, opusPacket())]]);
  expect(first?.timestampMs).toBe(-7);
  expect([...(first?.octets ?? [])]).toEqual([...sizedCluster(0, simpleBlock(1, -7, opusPacket()))]);
});

test('a BlockGroup is passed on as a BlockGroup, with the new time in its Block', () => {
  const [first] = segments([VIDEO_ONLY, [cluster(3), blockGroup(1, 4, vp8Keyframe())]]);
  expect([...(first?.octets ?? [])]).toEqual([...sizedCluster(7, blockGroup(1, 0, vp8Keyframe()))]);
});

test('what is copied is not what was fed', () => {
  const octets = streamOf(VIDEO_ONLY, silentGroup(0, 1));
  const [first] = feedAll([octets]).filter((output) => output.kind === 'media-segment');
  expect(first?.octets.buffer).not.toBe(octets.buffer);
});

test('times of a segment are those of its first and of its latest block', () => {
  const outOfOrder = [
    simpleBlock(1, 0, vp8Keyframe(), KEY),
    simpleBlock(2, 9, opusPacket()),
    simpleBlock(1, 5, vp8Delta()),
  ];
  const [first] = segments([VIDEO_AND_AUDIO, [cluster(50), ...outOfOrder]], { mediaSegments: 'per-call' });
  expect(first).toMatchObject({ timestampMs: 50, endTimestampMs: 59 });
});

test('only keyframes of the first video track open a segment as random access points', () => {
  const opens = (list: readonly MediaSegment[]): readonly boolean[] =>
    list.map((one) => one.opensWithRandomAccessPoint);
  expect(opens(segments([VIDEO_AND_AUDIO, group(0, 2)]))).toEqual([true, false, false, false]);
  const twoVideos = [ebmlHeader(), segment(), info(), tracks(videoTrack(1), videoTrack(2))];
  const keyframes = [simpleBlock(2, 0, vp8Keyframe(), KEY), simpleBlock(1, 1, vp8Keyframe(), KEY)];
  expect(opens(segments([twoVideos, [cluster(0), ...keyframes]]))).toEqual([false, true]);
});

test('without video each block opens a segment as a random access point', () => {
  const sound = [simpleBlock(1, 0, opusPacket()), simpleBlock(1, 20, opusPacket())];
  expect(segments([AUDIO_ONLY, [cluster(0), ...sound]]).map((one) => one.opensWithRandomAccessPoint)).toEqual([
    true,
    true,
  ]);
});

test('a track number of two octets stays one of two octets', () => {
  const head = [ebmlHeader(), segment(), info(), tracks(audioTrack(300))];
  const [first] = segments([head, [cluster(0), simpleBlock(300, 0, opusPacket())]]);
  expect([...(first?.octets ?? [])]).toEqual([...sizedCluster(0, simpleBlock(300, 0, opusPacket()))]);
});
