import { feedAll, feedSequenced } from '../../test/support/feed.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { AUDIO_ONLY, group, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../../test/support/streams.js';
import { cluster, KEY, opusPacket, simpleBlock, vp8Delta, vp8Keyframe } from '../../test/support/webm.js';

/** Blocks and gaps, as lines; a gap without its octets. */
function lines(...parts: readonly (readonly Uint8Array[])[]): readonly string[] {
  return describeOutputs(feedAll([streamOf(...parts)]))
    .filter((line) => !line.startsWith('init-segment'))
    .map((line) => line.replace(/, octets \d+ to \d+/, ''));
}

function gaps(...parts: readonly (readonly Uint8Array[])[]): readonly string[] {
  return lines(...parts).filter((line) => line.startsWith('gap'));
}

describe('timestamp-runs-back', () => {
  test('a group that is delivered twice is told, and comes out once', () => {
    const twice = lines(VIDEO_AND_AUDIO, group(0, 3), group(60, 3), group(60, 3), group(120, 1));
    const once = lines(VIDEO_AND_AUDIO, group(0, 3), group(60, 3), group(120, 1));
    expect(twice.filter((line) => !line.startsWith('gap'))).toEqual(once);
    expect(gaps(VIDEO_AND_AUDIO, group(0, 3), group(60, 3), group(60, 3), group(120, 1))[0]).toMatch(
      /^gap timestamp-runs-back/,
    );
  });

  test('times that run back by what muxers round are no damage', () => {
    const jitter = [
      cluster(0),
      ...[0, 33, 30, 66, 60].map((at, index) =>
        simpleBlock(1, at, index === 0 ? vp8Keyframe() : vp8Delta(), index === 0 ? KEY : 0),
      ),
    ];
    expect(gaps(VIDEO_ONLY, jitter)).toEqual([]);
  });

  test('tracks that are interleaved out of order, as by old Firefox, are no damage', () => {
    const sound = [0, 20, 40, 60, 80].map((at) => simpleBlock(2, at, opusPacket()));
    expect(
      gaps(VIDEO_AND_AUDIO, [
        cluster(0),
        ...sound,
        simpleBlock(1, 0, vp8Keyframe(), KEY),
        simpleBlock(1, 33, vp8Delta()),
      ]),
    ).toEqual([]);
  });
});

describe('timestamp-jumps', () => {
  const first = [cluster(0), simpleBlock(1, 0, opusPacket('a')), simpleBlock(1, 20, opusPacket('b'))];
  const far = [cluster(5_000_000), simpleBlock(1, 0, opusPacket('c'))];

  test('a Cluster far ahead of those around it is damaged, and left out', () => {
    expect(lines(AUDIO_ONLY, first, far, [cluster(40), simpleBlock(1, 0, opusPacket())])).toEqual([
      '* 1 audio 0 ms, 2 octets',
      '* 1 audio 20 ms, 2 octets',
      'gap timestamp-jumps, 20 to 40 ms',
      '* 1 audio 40 ms, 3 octets',
    ]);
  });

  test('a pause of hours is a pause: what follows it is emitted', () => {
    const later = [cluster(5_000_020), simpleBlock(1, 0, opusPacket())];
    expect(lines(AUDIO_ONLY, first, far, later).slice(2)).toEqual([
      '* 1 audio 5000000 ms, 2 octets',
      '* 1 audio 5000020 ms, 3 octets',
    ]);
  });

  test('a stream that ends right behind a jump loses nothing', () => {
    expect(lines(AUDIO_ONLY, first, far).at(-1)).toBe('* 1 audio 5000000 ms, 2 octets');
  });
});

describe('missing-time', () => {
  const before = group(0, 10); // up to 200 ms
  const after = group(800, 2).slice(3); // without its keyframe

  test('a hole that neither sound nor picture fills is told, and frames behind it wait for a keyframe', () => {
    const all = lines(VIDEO_AND_AUDIO, before, [cluster(800)], after, group(840, 1));
    expect(all.slice(20)).toEqual([
      expect.stringMatching(/^gap missing-time, 180 to 820 ms$/),
      '  2 audio 820 ms, 3 octets',
      expect.stringMatching(/^gap lost-reference, 820 to 840 ms, 1 blocks dropped$/),
      '* 1 video 840 ms, 11 octets, key',
      '  2 audio 840 ms, 3 octets',
    ]);
  });

  test('a hole in the picture alone is none: cameras are slow in the dark', () => {
    const sound = Array.from({ length: 40 }, (_, index) => simpleBlock(2, 20 + index * 20, opusPacket()));
    const still = [cluster(0), simpleBlock(1, 0, vp8Keyframe(), KEY), ...sound, simpleBlock(1, 800, vp8Delta())];
    expect(gaps(VIDEO_AND_AUDIO, still)).toEqual([]);
  });

  test('without sound no hole can be told from a slow camera', () => {
    expect(
      gaps(VIDEO_ONLY, [cluster(0), simpleBlock(1, 0, vp8Keyframe(), KEY), simpleBlock(1, 5000, vp8Delta())]),
    ).toEqual([]);
  });

  test('where chunks are numbered holes are not guessed at', () => {
    const octets = streamOf(VIDEO_AND_AUDIO, before, [cluster(800)], after);
    expect(feedSequenced([{ octets, sequence: 0 }]).filter(({ kind }) => kind === 'gap')).toEqual([]);
  });

  test('the machine was asleep, where the hole is of half a minute and more', () => {
    expect(gaps(VIDEO_AND_AUDIO, before, group(31_000, 2))).toEqual([]);
  });
});
