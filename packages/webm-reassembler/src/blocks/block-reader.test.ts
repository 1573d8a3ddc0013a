import { feedAll } from '../../test/support/feed.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { AUDIO_ONLY, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../../test/support/streams.js';
import {
  audioTrack,
  blockAdditions,
  blockDuration,
  blockGroup,
  cluster,
  discardPadding,
  ebmlHeader,
  element,
  encryptedBlock,
  holds,
  info,
  join,
  KEY,
  opusPacket,
  REFERENCE_BLOCK,
  segment,
  simpleBlock,
  tracks,
  videoTrack,
  vp8Delta,
  vp8Keyframe,
} from '../../test/support/webm.js';
import type { Block, Output } from '../index.js';

/** Blocks and gaps that come of these parts, as lines. */
function lines(...parts: readonly (readonly Uint8Array[])[]): readonly string[] {
  return describeOutputs(feedAll([streamOf(...parts)])).filter((line) => !line.startsWith('init-segment'));
}

function blocksOf(outputs: readonly Output[]): readonly Block[] {
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
}

describe('keyframes are a matter of each block', () => {
  test('a Cluster may begin with sound, and have its keyframe in the middle or none', () => {
    const middle = [
      cluster(0),
      simpleBlock(2, 0, opusPacket()),
      simpleBlock(1, 5, vp8Keyframe(), KEY),
      simpleBlock(1, 20, vp8Delta()),
    ];
    const none = [cluster(40), simpleBlock(2, 0, opusPacket()), simpleBlock(1, 2, vp8Delta())];
    expect(lines(VIDEO_AND_AUDIO, middle, none)).toEqual([
      '  2 audio 0 ms, 3 octets',
      '* 1 video 5 ms, 13 octets, key',
      '  1 video 20 ms, 6 octets',
      '  2 audio 40 ms, 3 octets',
      '  1 video 42 ms, 6 octets',
    ]);
  });

  test('a BlockGroup is a keyframe where it has no ReferenceBlock', () => {
    const groups = [
      cluster(0),
      blockGroup(1, 0, vp8Keyframe(), blockAdditions('alpha')),
      blockGroup(1, 33, vp8Delta(), blockAdditions('alpha'), REFERENCE_BLOCK),
      blockGroup(1, 66, vp8Keyframe(), blockAdditions('alpha')),
    ];
    expect(lines(VIDEO_ONLY, groups)).toEqual([
      '* 1 video 0 ms, 13 octets, key',
      '  1 video 33 ms, 6 octets',
      '* 1 video 66 ms, 13 octets, key',
    ]);
  });

  test('SimpleBlocks and BlockGroups may alternate in one track', () => {
    const mixed = [
      cluster(0),
      simpleBlock(1, 0, vp8Keyframe(), KEY),
      blockGroup(1, 33, vp8Delta(), REFERENCE_BLOCK),
      simpleBlock(1, 66, vp8Delta()),
    ];
    expect(lines(VIDEO_ONLY, mixed)).toHaveLength(3);
  });

  test('of laced VP8 the first frame says whether it is a keyframe, and not the lacing in front of it', () => {
    const XIPH = 2;
    const twoFrames = join([1, vp8Keyframe().length], vp8Keyframe(), vp8Delta()); // 1, odd as a frame that is none begins
    expect(lines(VIDEO_ONLY, [cluster(0), simpleBlock(1, 0, twoFrames, XIPH)])[0]).toMatch(/^\* .* key/);
  });

  test('sound is always a random access point, whatever its flags say', () => {
    const sound = [
      cluster(0),
      simpleBlock(1, 0, opusPacket()),
      simpleBlock(1, 20, opusPacket(), KEY),
      blockGroup(1, 40, opusPacket(), REFERENCE_BLOCK),
    ];
    const blocks = blocksOf(feedAll([streamOf(AUDIO_ONLY, sound)]));
    expect(blocks.map(({ keyframe }) => keyframe)).toEqual([true, true, true]);
    expect(lines(AUDIO_ONLY, sound).every((line) => line.startsWith('*'))).toBe(true);
  });
});

describe('what a block carries', () => {
  test('BlockAdditions, DiscardPadding and all else of a BlockGroup are in the media segment as they came', () => {
    const alpha = blockGroup(1, 0, vp8Keyframe(), blockAdditions('the alpha plane'), element(0x4dff, 'unheard of'));
    const last = blockGroup(2, 20, opusPacket(), discardPadding(6_500_000), blockDuration(13));
    const segments = feedAll([streamOf(VIDEO_AND_AUDIO, [cluster(0), alpha, last])]).filter(
      (output) => output.kind === 'media-segment',
    );
    const [first = new Uint8Array(), second = new Uint8Array()] = segments.map(({ octets }) => octets);
    expect(holds(first, alpha)).toBe(true);
    expect(holds(second, blockAdditions('the alpha plane'))).toBe(false);
    expect(holds(second, discardPadding(6_500_000))).toBe(true);
  });

  test('BlockDuration is told in ms', () => {
    expect(lines(VIDEO_ONLY, [cluster(0), blockGroup(1, 0, vp8Keyframe(), blockDuration(33))])[0]).toContain(
      'lasts 33 ms',
    );
  });

  test.each([
    ['Xiph', 0x02, join([1], [3], opusPacket('a'), [0], opusPacket('bb'))],
    ['fixed-size', 0x04, join([2], opusPacket('aa'), opusPacket('bb'), opusPacket('cc'))],
    ['EBML', 0x06, join([2], [0x83], [0xc0], opusPacket('aa'), opusPacket('bbb'), opusPacket('c'))],
  ])('%s lacing gives the single frames, and the payload whole', (_, flags, payload) => {
    const [block] = blocksOf(feedAll([streamOf(AUDIO_ONLY, [cluster(0), simpleBlock(1, 0, payload, flags)])]));
    expect([...(block?.payload ?? [])]).toEqual([...payload]);
    expect(block?.frames.length).toBe(payload[0] === undefined ? 0 : payload[0] + 1);
    const total = (block?.frames ?? []).reduce((sum, { length }) => sum + length, 0);
    expect(total).toBeLessThan(payload.length);
    expect(block?.frames.every((frame) => frame.buffer === block.payload.buffer)).toBe(true);
  });

  test('an EncryptedBlock is passed over, as by ffprobe, and what follows it is read', () => {
    const blocks = [cluster(0), encryptedBlock(1, 0, opusPacket()), simpleBlock(1, 20, opusPacket())];
    expect(lines(AUDIO_ONLY, blocks)).toEqual(['* 1 audio 20 ms, 3 octets']);
  });

  test('a VP8 frame that says it is a keyframe is one where its flag is missing, and the flag is set in what comes out', () => {
    const outputs = feedAll([streamOf(VIDEO_ONLY, [cluster(0), simpleBlock(1, 0, vp8Keyframe(), 0)])]);
    const segments = outputs.filter((output) => output.kind === 'media-segment');
    expect(segments.map(({ opensWithRandomAccessPoint }) => opensWithRandomAccessPoint)).toEqual([true]);
    expect(holds(segments[0]?.octets ?? new Uint8Array(), simpleBlock(1, 0, vp8Keyframe(), KEY))).toBe(true);
  });

  test('a VP8 frame that says it is none is none, whatever its flag says', () => {
    const blocks = [cluster(0), simpleBlock(1, 0, vp8Keyframe(), KEY), simpleBlock(1, 33, vp8Delta(), KEY)];
    expect(lines(VIDEO_ONLY, blocks).map((line) => line.endsWith('key'))).toEqual([true, false]);
  });

  test('where the payload is encrypted (ContentEncodings), the flag alone says what is a keyframe', () => {
    const encrypted = videoTrack(1, { more: [element(0x6d80, element(0x6240, []))] });
    const head = [ebmlHeader(), segment(), info(), tracks(encrypted)];
    const blocks = [cluster(0), simpleBlock(1, 0, 'secret', KEY), simpleBlock(1, 33, 'secret')];
    expect(lines(head, blocks)).toEqual(['* 1 video 0 ms, 6 octets, key', '  1 video 33 ms, 6 octets']);
  });

  test('a track number above 126 takes two octets and keeps them', () => {
    const head = [ebmlHeader(), segment(), info(), tracks(audioTrack(300))];
    expect(lines(head, [cluster(0), simpleBlock(300, 0, opusPacket())])).toEqual(['* 300 audio 0 ms, 3 octets']);
  });
});

describe('time', () => {
  test('a block counts from its Cluster, also backwards', () => {
    const back = [
      cluster(100),
      simpleBlock(1, -40, opusPacket()),
      simpleBlock(1, 0, opusPacket()),
      simpleBlock(1, 20, opusPacket()),
    ];
    expect(lines(AUDIO_ONLY, back)).toEqual([
      '* 1 audio 60 ms, 3 octets',
      '* 1 audio 100 ms, 3 octets',
      '* 1 audio 120 ms, 3 octets',
    ]);
  });

  test('ticks are of the length that Info says, before Tracks or behind', () => {
    const clusters = [cluster(50), simpleBlock(1, 3, opusPacket())]; // 53 ticks of 0.1 ms
    const [before, behind] = [
      lines([ebmlHeader(), segment(), info(100_000), tracks(audioTrack(1))], clusters),
      lines([ebmlHeader(), segment(), tracks(audioTrack(1)), info(100_000)], clusters),
    ];
    expect(before).toEqual(['* 1 audio 5.3 ms, 3 octets']);
    expect(behind).toEqual(before);
  });

  test('without Info a tick is a millisecond', () => {
    const head = [ebmlHeader(), segment(), tracks(audioTrack(1))];
    expect(lines(head, [cluster(50), simpleBlock(1, 3, opusPacket())])).toEqual(['* 1 audio 53 ms, 3 octets']);
  });

  test('a Cluster may begin hours into the recording', () => {
    const hours = 36_000_000;
    expect(lines(AUDIO_ONLY, [cluster(hours), simpleBlock(1, 0, opusPacket())])).toEqual([
      `* 1 audio ${hours} ms, 3 octets`,
    ]);
  });
});
