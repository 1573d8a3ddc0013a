import { feedAll } from '../../test/support/feed.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../../test/support/streams.js';
import {
  audioTrack,
  cluster,
  ebmlHeader,
  element,
  info,
  KEY,
  opusPacket,
  segment,
  simpleBlock,
  tracks,
  videoTrack,
  vp8Delta,
  vp8Keyframe,
} from '../../test/support/webm.js';

/** Head of a run with these tracks. */
function run(...entries: readonly Uint8Array[]): readonly Uint8Array[] {
  return [ebmlHeader(), segment(), info(), tracks(...entries)];
}

function lines(...parts: readonly (readonly Uint8Array[])[]): readonly string[] {
  return describeOutputs(feedAll([streamOf(...parts)]));
}

function initCount(...parts: readonly (readonly Uint8Array[])[]): number {
  return lines(...parts).filter((line) => line.startsWith('init-segment')).length;
}

/** A Cluster of a keyframe, two packets and a frame, 40 ms long, for these track numbers. */
function media(video: number, audio: number, startMs = 0): readonly Uint8Array[] {
  return [
    cluster(startMs),
    simpleBlock(video, 0, vp8Keyframe(), KEY),
    simpleBlock(audio, 0, opusPacket()),
    simpleBlock(video, 20, vp8Delta()),
    simpleBlock(audio, 20, opusPacket()),
  ];
}

const FIRST = run(videoTrack(1), audioTrack(2));

describe('which tracks a run continues', () => {
  test('the same tracks again need no new init segment', () => {
    expect(initCount(FIRST, media(1, 2), FIRST, media(1, 2))).toBe(1);
  });

  test('swapped track numbers are mapped to those of the first run', () => {
    const swapped = run(audioTrack(1), videoTrack(2));
    expect(lines(FIRST, media(1, 2), swapped, media(2, 1)).slice(1)).toEqual([
      '* 1 video 0 ms, 13 octets, key',
      '  2 audio 0 ms, 3 octets',
      '  1 video 20 ms, 6 octets',
      '  2 audio 20 ms, 3 octets',
      '* 1 video 40 ms (0 ms), 13 octets, key',
      '  2 audio 40 ms (0 ms), 3 octets',
      '  1 video 60 ms (20 ms), 6 octets',
      '  2 audio 60 ms (20 ms), 3 octets',
    ]);
  });

  test('another picture size in the header is no matter: the keyframe says it', () => {
    expect(initCount(FIRST, media(1, 2), run(videoTrack(1, { width: 640 }), audioTrack(2)), media(1, 2))).toBe(1);
  });

  test('names, UIDs and languages are no matter', () => {
    const named = run(videoTrack(1, { more: [element(0x536e, 'camera'), element(0x22b59c, 'deu')] }), audioTrack(2));
    expect(initCount(FIRST, media(1, 2), named, media(1, 2))).toBe(1);
  });

  test.each([
    ['another codec', run(videoTrack(1, { codecId: 'V_MPEG4/ISO/ASP' }), audioTrack(2))],
    ['another CodecPrivate', run(videoTrack(1), audioTrack(2, { codecPrivate: 'OpusHead' }))],
    ['another number of channels', run(videoTrack(1), audioTrack(2, { channels: 2 }))],
    ['a further track', run(videoTrack(1), audioTrack(2), audioTrack(3))],
    ['a track less', run(videoTrack(1))],
  ])('%s needs a new init segment', (_, second) => {
    expect(initCount(FIRST, media(1, 2), second, [cluster(0), simpleBlock(1, 0, vp8Keyframe(), KEY)])).toBe(2);
  });

  test('a track number of two octets cannot be written into blocks that have one for it; the other way round it can', () => {
    const wide = run(videoTrack(1), audioTrack(300));
    expect(initCount(wide, media(1, 300), FIRST, media(1, 2))).toBe(2);
    expect(initCount(FIRST, media(1, 2), wide, media(1, 300))).toBe(1);
  });

  test('another TimestampScale needs a new init segment, and times stay on one timeline in ms', () => {
    const fine = [ebmlHeader(), segment(), info(100_000), tracks(videoTrack(1), audioTrack(2))];
    const all = lines(FIRST, media(1, 2), fine, [
      cluster(0),
      simpleBlock(1, 0, vp8Keyframe(), KEY),
      simpleBlock(1, 200, vp8Delta()),
    ]);
    expect(all.slice(5)).toEqual([
      expect.stringMatching(/^init-segment webm 100000 ns/),
      '* 1 video 40 ms (0 ms), 13 octets, key',
      '  1 video 60 ms (20 ms), 6 octets',
    ]);
  });
});

describe('one timeline across restarts', () => {
  test('each run begins where the last block of the one before ends, also the third', () => {
    const video = lines(FIRST, media(1, 2), FIRST, media(1, 2), FIRST, media(1, 2)).filter((line) =>
      line.startsWith('*'),
    );
    expect(video).toEqual([
      '* 1 video 0 ms, 13 octets, key',
      '* 1 video 40 ms (0 ms), 13 octets, key',
      '* 1 video 80 ms (0 ms), 13 octets, key',
    ]);
  });

  test('the longer track says where a run ends', () => {
    const long = [...media(1, 2), simpleBlock(2, 40, opusPacket()), simpleBlock(2, 60, opusPacket())];
    expect(lines(FIRST, long, FIRST, media(1, 2))).toContain('* 1 video 80 ms (0 ms), 13 octets, key');
  });

  test('a long step between two blocks, a pause, is not taken for how long a block lasts', () => {
    const paused = [...media(1, 2), cluster(25_000), simpleBlock(1, 0, vp8Delta()), simpleBlock(2, 0, opusPacket())];
    expect(lines(FIRST, paused, FIRST, media(1, 2)).at(-4)).toBe('* 1 video 25020 ms (0 ms), 13 octets, key');
  });

  test('a run that begins late on its own clock goes on where that clock is', () => {
    expect(lines(FIRST, media(1, 2), FIRST, media(1, 2, 100)).at(-4)).toBe('* 1 video 100 ms, 13 octets, key');
  });

  test('frames before the first keyframe of a run are dropped, and not told as lost', () => {
    const late = [
      cluster(0),
      simpleBlock(1, 0, vp8Delta()),
      simpleBlock(1, 20, vp8Delta()),
      simpleBlock(1, 40, vp8Keyframe(), KEY),
    ];
    const gaps = lines(FIRST, media(1, 2), FIRST, late).filter((line) => line.startsWith('gap'));
    expect(gaps).toEqual([expect.stringMatching(/^gap no-keyframe-yet, .* 40 to 80 ms, 2 blocks dropped$/)]);
  });

  test('a run without any block leaves no trace but keeps the stream going', () => {
    expect(lines(VIDEO_ONLY, VIDEO_AND_AUDIO, media(1, 2))).toEqual(lines(VIDEO_AND_AUDIO, media(1, 2)));
  });
});
