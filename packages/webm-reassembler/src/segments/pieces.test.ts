import { ChunkPieces, GopBuffer, GopPieces, Reassembler, ReassemblerError, type StandalonePiece } from '../index.js';
import { describeOutputs } from '../../test/support/describe-outputs.js';
import { feedAll } from '../../test/support/feed.js';
import { AUDIO_ONLY, group, streamOf, VIDEO_AND_AUDIO } from '../../test/support/streams.js';
import { cluster, KEY, opusPacket, simpleBlock, vp8Keyframe } from '../../test/support/webm.js';

/** What a piece holds when it is read again, as lines; the init segment left out. */
function contentOf(piece: StandalonePiece | undefined): readonly string[] {
  return piece === undefined ? [] : describeOutputs(feedAll([piece.octets])).slice(1);
}

function errorCode(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof ReassemblerError ? error.code : 'untyped';
  }
  return 'none';
}

const HEAD = streamOf(VIDEO_AND_AUDIO);
const FIRST = streamOf(group(0, 3)); // 0, 20 and 40 ms
const SECOND = streamOf(group(60, 3)); // 60, 80 and 100 ms
const SOUND = streamOf([cluster(0), ...[0, 400, 800, 1200, 1600].map((at) => simpleBlock(1, at, opusPacket()))]);

const video = (at: number): string => `  1 video ${at} ms, 5 octets`;
const key = (at: number): string => `* 1 video ${at} ms, 11 octets, key`;
const sound = (at: number): string => `  2 audio ${at} ms, 3 octets`;

describe('GopPieces', () => {
  test('cuts a stream into files that each begin with a keyframe', () => {
    const reassembler = new Reassembler();
    const pieces = new GopPieces();
    expect(pieces.add(reassembler.feed(HEAD))).toEqual([]);
    expect(pieces.add(reassembler.feed(FIRST))).toEqual([]);
    const [first, ...more] = pieces.add(reassembler.feed(SECOND));
    expect(more).toEqual([]);
    expect(contentOf(first)).toEqual([key(0), sound(0), video(20), sound(20), video(40), sound(40)]);
    expect(first).toMatchObject({ startMs: 0, endMs: 40, leadInBlocks: 0, leadInMs: 0 });
    const [second] = pieces.end();
    expect(contentOf(second)).toEqual([key(60), sound(60), video(80), sound(80), video(100), sound(100)]);
    expect(pieces.end()).toEqual([]);
  });

  test('gives what comes before the first keyframe to the first piece', () => {
    const outputs = feedAll([
      HEAD,
      streamOf([cluster(0), simpleBlock(2, 0, opusPacket())], group(20, 1), group(40, 1)),
    ]);
    const [first] = new GopPieces().add(outputs);
    expect(contentOf(first)).toEqual([sound(0), key(20), sound(20)]);
  });

  test('cuts a stream without video where a piece has at least minAudioMs', () => {
    const pieces = new GopPieces({ minAudioMs: 800 });
    const all = [...pieces.add(feedAll([streamOf(AUDIO_ONLY), SOUND])), ...pieces.end()];
    expect(all.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 400],
      [800, 1200],
      [1600, 1600],
    ]);
  });

  test('begins a new piece with a new init segment', () => {
    const resized = streamOf([cluster(60), simpleBlock(1, 0, vp8Keyframe(32, 48), KEY)]);
    const pieces = new GopPieces();
    const [first] = pieces.add(feedAll([HEAD, FIRST, resized]));
    const [second] = pieces.end();
    expect(first?.initSegment.tracks[0]?.width).toBe(64);
    expect(second?.initSegment.tracks[0]?.width).toBe(32);
    expect(contentOf(second)).toEqual(['* 1 video 60 ms, 13 octets, key']);
  });

  test('limit-exceeded: a group of pictures larger than maxOctets', () => {
    expect(errorCode(() => new GopPieces({ maxOctets: 40 }).add(feedAll([HEAD, FIRST])))).toBe('limit-exceeded');
    expect(errorCode(() => new GopPieces({ maxOctets: 4000 }).add(feedAll([HEAD, FIRST])))).toBe('none');
  });

  test('invalid-option: limits are numbers in their range', () => {
    for (const options of [{ minAudioMs: -1 }, { minAudioMs: NaN }, { maxOctets: 0 }, { maxOctets: NaN }]) {
      expect(errorCode(() => new GopPieces(options))).toBe('invalid-option');
    }
    expect(errorCode(() => new GopPieces({ minAudioMs: 0 }))).toBe('none');
  });
});

describe('ChunkPieces', () => {
  const chunks = [
    HEAD,
    streamOf(group(0, 3).slice(0, 3)), // keyframe and sound of 0 ms
    streamOf(group(0, 3).slice(3, 5)), // 20 ms
    streamOf(group(0, 3).slice(5), group(60, 3).slice(0, 3)), // 40 ms and, with the keyframe, 60 ms
    streamOf(group(60, 3).slice(3, 5)), // 80 ms
    streamOf(group(60, 3).slice(5)), // 100 ms
  ];

  function piecesOf(...fed: readonly Uint8Array[]): readonly (readonly StandalonePiece[])[] {
    const reassembler = new Reassembler();
    const pieces = new ChunkPieces();
    return fed.map((chunk) => pieces.add(reassembler.feed(chunk)));
  }

  test('gives one piece a chunk: what the chunk completed, and before it what that needs', () => {
    const pieces = piecesOf(...chunks);
    expect(pieces.map(({ length }) => length)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(pieces.map(([piece]) => contentOf(piece))).toEqual([
      [],
      [key(0), sound(0)],
      [key(0), sound(0), video(20), sound(20)],
      [key(0), sound(0), video(20), sound(20), video(40), sound(40), key(60), sound(60)],
      [key(60), sound(60), video(80), sound(80)],
      [key(60), sound(60), video(80), sound(80), video(100), sound(100)],
    ]);
  });

  test('tells the lead-in apart', () => {
    const pieces = piecesOf(...chunks).flat();
    expect(
      pieces.map(({ leadInBlocks, leadInMs, startMs, endMs }) => [leadInBlocks, leadInMs, startMs, endMs]),
    ).toEqual([
      [0, 0, 0, 0],
      [2, 20, 0, 20],
      [4, 40, 0, 60],
      [2, 20, 60, 80],
      [4, 40, 60, 100],
    ]);
  });

  test('gives no lead-in to a chunk that begins with a keyframe', () => {
    const [, , last] = piecesOf(HEAD, FIRST, SECOND);
    expect(last?.[0]).toMatchObject({ leadInBlocks: 0, startMs: 60 });
  });

  test('gives no piece where the chunk completed no block', () => {
    expect(piecesOf(HEAD, FIRST.subarray(0, 20), new Uint8Array())).toEqual([[], [], []]);
  });

  test('gives two pieces where an init segment came within the chunk', () => {
    const resized = streamOf(group(0, 2).slice(3), [cluster(60), simpleBlock(1, 0, vp8Keyframe(32, 48), KEY)]);
    const [, pieces = []] = piecesOf(streamOf([HEAD], group(0, 1)), resized);
    expect(pieces.map(contentOf)).toEqual([
      [key(0), sound(0), video(20), sound(20)],
      ['* 1 video 60 ms, 13 octets, key'],
    ]);
    expect(pieces.map(({ leadInBlocks }) => leadInBlocks)).toEqual([2, 0]);
  });

  test('gives no piece that could not be decoded, where the group is over the limit, and goes on with the next', () => {
    const reassembler = new Reassembler();
    const pieces = new ChunkPieces({ maxOctets: 60 });
    const outputs = chunks.map((chunk) => pieces.add(reassembler.feed(chunk)));
    for (const [piece] of outputs) expect(contentOf(piece)[0] ?? key(0)).toMatch(/^\*/);
    expect(outputs.flat().some(({ startMs }) => startMs === 60)).toBe(true);
    expect(outputs.flat().length).toBeLessThan(5);
  });

  test('invalid-option: maxOctets is a number from 1', () => {
    expect(errorCode(() => new ChunkPieces({ maxOctets: 0 }))).toBe('invalid-option');
  });
});

describe('GopBuffer', () => {
  const init = streamOf(VIDEO_AND_AUDIO);

  test('joins init segment and current group up to now, at any moment', () => {
    const reassembler = new Reassembler();
    const buffer = new GopBuffer();
    expect(buffer.join()).toBeUndefined();
    buffer.add(reassembler.feed(init));
    expect(buffer.join()).toBeUndefined();
    buffer.add(reassembler.feed(streamOf(group(0, 3).slice(0, 4))));
    expect(contentOf(buffer.join())).toEqual([key(0), sound(0), video(20)]);
    buffer.add(reassembler.feed(streamOf(group(0, 3).slice(4), group(60, 3).slice(0, 4))));
    expect(contentOf(buffer.join())).toEqual([key(60), sound(60), video(80)]);
    expect(buffer.join()).toMatchObject({ startMs: 60, endMs: 80, leadInBlocks: 0, initSegment: buffer.initSegment });
  });

  test('what follows continues what was joined', () => {
    const reassembler = new Reassembler();
    const buffer = new GopBuffer();
    buffer.add(reassembler.feed(streamOf([init], group(0, 3).slice(0, 4))));
    const joined = buffer.join()?.octets ?? new Uint8Array();
    const rest = reassembler
      .feed(streamOf(group(0, 3).slice(4)))
      .flatMap((output) => (output.kind === 'gap' ? [] : [output.octets]));
    expect(describeOutputs(feedAll([joined, ...rest]))).toEqual(describeOutputs(feedAll([init, FIRST])));
  });

  test('holds sound that comes before the first keyframe', () => {
    const buffer = new GopBuffer();
    buffer.add(feedAll([init, streamOf([cluster(0), simpleBlock(2, 0, opusPacket())], group(20, 1))]));
    expect(contentOf(buffer.join())).toEqual([sound(0), key(20), sound(20)]);
  });

  test('holds the last block of a stream without video: each is a random access point', () => {
    const buffer = new GopBuffer();
    buffer.add(feedAll([streamOf(AUDIO_ONLY), SOUND]));
    expect(contentOf(buffer.join())).toEqual(['* 1 audio 1600 ms, 3 octets']);
  });

  test('gives the group before as lead-in, until the group has two frames and some sound of its own', () => {
    const reassembler = new Reassembler();
    const buffer = new GopBuffer();
    buffer.add(reassembler.feed(streamOf([init], group(0, 2), group(40, 1).slice(0, 2))));
    const before = [key(0), sound(0), video(20), sound(20)];
    expect(contentOf(buffer.join())).toEqual([...before, key(40)]);
    expect(buffer.join()).toMatchObject({ startMs: 0, endMs: 40, leadInBlocks: 4, leadInMs: 40 });
    buffer.add(reassembler.feed(streamOf(group(40, 2).slice(2, 3))));
    expect(contentOf(buffer.join())).toEqual([...before, key(40), sound(40)]);
    buffer.add(reassembler.feed(streamOf(group(40, 2).slice(3), group(80, 1).slice(0, 2))));
    expect(contentOf(buffer.join())).toEqual([key(40), sound(40), video(60), sound(60), key(80)]);
  });

  test('gives two groups where each has one frame', () => {
    const buffer = new GopBuffer();
    buffer.add(feedAll([streamOf([init], group(0, 1), group(20, 1), group(40, 1))]));
    expect(contentOf(buffer.join())).toEqual([key(20), sound(20), key(40), sound(40)]);
  });

  test('has no join point where the group is over maxOctets, until the next one begins', () => {
    const reassembler = new Reassembler();
    const buffer = new GopBuffer({ maxOctets: 60 });
    buffer.add(reassembler.feed(streamOf([init], group(0, 1))));
    expect(buffer.join()).toBeDefined();
    buffer.add(reassembler.feed(streamOf(group(0, 3).slice(3))));
    expect(buffer.join()).toBeUndefined();
    expect(buffer.segments).toEqual([]);
    buffer.add(reassembler.feed(streamOf(group(60, 1))));
    expect(contentOf(buffer.join())).toEqual([key(60), sound(60)]);
  });

  test('begins anew with a new init segment', () => {
    const buffer = new GopBuffer();
    buffer.add(feedAll([init, FIRST, streamOf([cluster(60), simpleBlock(1, 0, vp8Keyframe(32, 48), KEY)])]));
    expect(buffer.initSegment?.tracks[0]?.width).toBe(32);
    expect(contentOf(buffer.join())).toEqual(['* 1 video 60 ms, 13 octets, key']);
  });

  test('invalid-option: maxOctets is a number from 1', () => {
    for (const maxOctets of [0, -1, NaN]) expect(errorCode(() => new GopBuffer({ maxOctets }))).toBe('invalid-option');
  });
});
