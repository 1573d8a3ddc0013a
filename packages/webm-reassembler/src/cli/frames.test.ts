import { feedAll } from '../../test/support/feed.js';
import { md5 } from '../../test/support/md5.js';
import {
  audioTrack,
  blockDuration,
  blockGroup,
  cluster,
  ebmlHeader,
  element,
  info,
  join,
  opusPacket,
  segment,
  simpleBlock,
  trackEntry,
  tracks,
  unsigned,
} from '../../test/support/webm.js';
import { FrameReader, type Frame } from './frames.js';

function framesIn(track: Uint8Array, ...blocks: readonly Uint8Array[]): readonly Frame[] {
  const frames = new FrameReader();
  return feedAll([join(ebmlHeader(), segment(), info(), tracks(track), cluster(1000), ...blocks)]).flatMap((output) =>
    output.kind === 'media-segment' ? [...frames.read(output)] : [],
  );
}

const FIXED_LACING = 0x04;
/** Three frames of the same length. */
function laced(...frames: readonly Uint8Array[]): Uint8Array {
  return join([frames.length - 1], ...frames);
}

const mp3 = (...more: readonly Uint8Array[]): Uint8Array =>
  trackEntry(element(0xd7, [1]), element(0x83, [2]), element(0x86, 'A_MPEG/L3'), element(0xe1, []), ...more);

describe('FrameReader', () => {
  test('gives each frame its track, times, length and MD5', () => {
    const packet = opusPacket([1, 2]);
    expect(framesIn(audioTrack(1), simpleBlock(1, 5, packet))).toEqual([
      { track: 1, timestampMs: 1005, recorderTimestampMs: 1005, keyframe: true, octets: 3, md5: md5(packet) },
    ]);
  });

  test('tells the frames of a laced Block apart, each after the one before: by what Opus says', () => {
    const packets = [1, 2, 3].map((number) => opusPacket([number, 0]));
    const frames = framesIn(audioTrack(1), simpleBlock(1, 0, laced(...packets), FIXED_LACING));
    expect(frames.map(({ timestampMs }) => timestampMs)).toEqual([1000, 1020, 1040]);
    expect(frames.map((frame) => frame.md5)).toEqual(packets.map((packet) => md5(packet)));
  });

  test.each([
    ['DefaultDuration', mp3(element(0x23e383, unsigned(24_000_000, 4))), [], [1000, 1024]],
    ['BlockDuration', mp3(), [blockDuration(50)], [1000, 1025]],
    ['nothing: then all have the time of the Block', mp3(), [], [1000, 1000]],
  ])('by %s', (_, track, more, times) => {
    const body = laced(Uint8Array.of(1, 2), Uint8Array.of(3, 4));
    // The flags of a Block in a group say its lacing as those of a SimpleBlock do.
    const group = blockGroup(1, 0, body, ...more).map((octet, at, all) =>
      at === all.indexOf(0x81) + 3 ? FIXED_LACING : octet,
    );
    expect(framesIn(track, group).map(({ timestampMs }) => timestampMs)).toEqual(times);
  });
});
