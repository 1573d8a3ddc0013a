import {
  audioTrack,
  blockDuration,
  blockGroup,
  cluster,
  ebmlHeader,
  element,
  info,
  KEY,
  opusPacket,
  segment,
  simpleBlock,
  tracks,
  unsigned,
  videoTrack,
  vp8Delta,
  vp8Keyframe,
} from '../../../test/support/webm.js';
import { feedAll } from '../../../test/support/feed.js';
import { join } from '../../../test/support/webm.js';
import { readInitSegment } from './read-init-segment.js';
import { TrackEnds } from './track-ends.js';

/** When a stream with these tracks and blocks ends, in ms. */
function endOf(entries: readonly Uint8Array[], blocks: readonly Uint8Array[]): number | undefined {
  const outputs = feedAll([join(ebmlHeader(), segment(), info(), tracks(...entries), cluster(0), ...blocks)]);
  const segments = outputs.filter((output) => output.kind === 'media-segment');
  const [first] = segments;
  if (first === undefined) throw new Error('no block came out');
  const ends = new TrackEnds(readInitSegment(first.initSegment).entries);
  for (const { blocks: some } of segments) {
    ends.add(some);
    ends.release();
  }
  return ends.endMs();
}

const keyframe = (ms: number): Uint8Array => simpleBlock(1, ms, vp8Keyframe(), KEY);
const delta = (ms: number): Uint8Array => simpleBlock(1, ms, vp8Delta());

describe('TrackEnds', () => {
  test('takes the last frame to be as long as the one before', () => {
    expect(endOf([videoTrack(1)], [keyframe(0), delta(40), delta(73)])).toBe(106);
  });

  test('does not take a pause for the length of a frame', () => {
    expect(endOf([videoTrack(1)], [keyframe(0), delta(40), delta(5040)])).toBe(5080);
  });

  test('believes BlockDuration', () => {
    const last = blockGroup(1, 40, vp8Keyframe(), blockDuration(300));
    expect(endOf([videoTrack(1)], [keyframe(0), last])).toBe(340);
  });

  test('believes DefaultDuration, in ns', () => {
    const more = [element(0x23e383, unsigned(16_666_667, 4))];
    expect(endOf([videoTrack(1, { more })], [keyframe(0), delta(100)])).toBeCloseTo(116.67, 2);
  });

  test('reads how long an Opus packet plays, and takes CodecDelay off', () => {
    const packet = (ms: number): Uint8Array => simpleBlock(2, ms, opusPacket()); // 20 ms
    expect(endOf([audioTrack(2)], [packet(0), packet(61), packet(119)])).toBe(139);
    const delayed = join(audioTrack(2).subarray(2), element(0x56aa, unsigned(6_500_000, 4)));
    expect(endOf([element(0xae, delayed)], [packet(0), packet(20)])).toBe(33.5);
  });

  test('ends with the track that ends last', () => {
    const sound = simpleBlock(2, 90, opusPacket());
    expect(endOf([videoTrack(1), audioTrack(2)], [keyframe(0), delta(40), sound])).toBe(110);
    expect(endOf([videoTrack(1), audioTrack(2)], [keyframe(0), delta(40), sound, delta(80)])).toBe(120);
  });

  test('finds the end where frames are reordered: the newest time, and the mean distance', () => {
    // H.264 with CodecPrivate is not looked into: times in decoding order, each frame 40 ms.
    const track = videoTrack(1, { codecId: 'V_MPEG4/ISO/AVC', codecPrivate: [1, 66, 0, 30, 255, 225, 0, 0] });
    const frames = [0, 160, 80, 40, 120].map((ms) => simpleBlock(1, ms, [0, 0, 0, 1, 9], KEY));
    expect(endOf([track], frames)).toBe(200);
  });

  test('a frame alone ends when it begins: nobody knows better', () => {
    expect(endOf([videoTrack(1)], [keyframe(70)])).toBe(70);
  });

  test('there is no end where there is no block', () => {
    expect(new TrackEnds([]).endMs()).toBeUndefined();
  });
});
