import { Reassembler, ReassemblerError, type Output, type ReassemblerOptions } from './index.js';
import { cutEvery, feedAll, feedSequenced } from '../test/support/feed.js';
import { describeOutputs } from '../test/support/describe-outputs.js';
import { fingerprint } from '../test/support/fingerprint.js';
import { group, silentGroup, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../test/support/streams.js';
import { cluster, join, KEY, simpleBlock, vp8Delta, vp8Keyframe } from '../test/support/webm.js';

/** What a call throws. */
function thrownBy(call: () => unknown): ReassemblerError {
  try {
    call();
  } catch (error) {
    if (error instanceof ReassemblerError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A chunk that the compiler would refuse, as JavaScript may hand it in. */
function untypedChunk(value: unknown): Uint8Array {
  return value as Uint8Array;
}

/** Options that the compiler would refuse. */
function untypedOptions(value: unknown): ReassemblerOptions {
  return value as ReassemblerOptions;
}

const STREAM = streamOf(VIDEO_AND_AUDIO, group(0, 3), group(60, 3));

describe('feed', () => {
  test('gives a block in the very call that delivers its last octet', () => {
    const reassembler = new Reassembler();
    const head = streamOf(VIDEO_AND_AUDIO);
    const block = simpleBlock(1, 0, vp8Keyframe(), KEY);
    expect(reassembler.feed(join(head, cluster(0), block.subarray(0, block.length - 1)))).toEqual([]);
    expect(reassembler.feed(block.subarray(block.length - 1)).map(({ kind }) => kind)).toEqual([
      'init-segment',
      'media-segment',
    ]);
  });

  test('takes empty chunks and completes nothing by them', () => {
    const reassembler = new Reassembler();
    expect(reassembler.feed(new Uint8Array())).toEqual([]);
    const outputs = cutEvery(STREAM, 50).flatMap((chunk) => [
      ...reassembler.feed(chunk),
      ...reassembler.feed(new Uint8Array()),
    ]);
    expect(fingerprint([...outputs, ...reassembler.end()])).toEqual(fingerprint(feedAll([STREAM])));
  });

  test('copies what it emits: segments stay good when a chunk is written to', () => {
    const chunk = Uint8Array.from(STREAM);
    const outputs = new Reassembler().feed(chunk);
    chunk.fill(0);
    expect(octetsOf(outputs)).toEqual(octetsOf(feedAll([STREAM])));
  });

  test('gives payloads as views of what was fed', () => {
    const blocks = blocksOf(new Reassembler().feed(STREAM));
    expect(blocks.length).toBe(12);
    expect(blocks.every(({ payload }) => payload.buffer === STREAM.buffer)).toBe(true);
  });
});

describe('options', () => {
  test('mediaSegments "per-block" is the default: each block is a media segment', () => {
    const lengths = feedAll([STREAM]).map((output) => (output.kind === 'media-segment' ? output.blocks.length : 0));
    expect(lengths).toEqual([0, ...Array<number>(12).fill(1)]);
    expect(fingerprint(feedAll([STREAM], { mediaSegments: 'per-block' }))).toEqual(fingerprint(feedAll([STREAM])));
  });

  test('mediaSegments "per-call" gives one media segment a call, cut where a random access point opens a new one', () => {
    expect(describeOutputs(feedAll([STREAM], { mediaSegments: 'per-call' })).slice(1)).toEqual([
      '* 1 video 0 ms, 11 octets, key',
      '+ 2 audio 0 ms, 3 octets',
      '+ 1 video 20 ms, 5 octets',
      '+ 2 audio 20 ms, 3 octets',
      '+ 1 video 40 ms, 5 octets',
      '+ 2 audio 40 ms, 3 octets',
      '* 1 video 60 ms, 11 octets, key',
      '+ 2 audio 60 ms, 3 octets',
      '+ 1 video 80 ms, 5 octets',
      '+ 2 audio 80 ms, 3 octets',
      '+ 1 video 100 ms, 5 octets',
      '+ 2 audio 100 ms, 3 octets',
    ]);
  });

  test('"per-call" has the same blocks as "per-block", with the same payloads', () => {
    const perCall = blocksOf(feedAll(cutEvery(STREAM, 70), { mediaSegments: 'per-call' }));
    const perBlock = blocksOf(feedAll([STREAM]));
    expect(perCall.map(({ payload }) => [...payload])).toEqual(perBlock.map(({ payload }) => [...payload]));
  });

  test('a block too far from its Cluster for 16 bits begins a new one, per call as well', () => {
    const far = streamOf(VIDEO_ONLY, silentGroup(0, 2), [cluster(40_000), simpleBlock(1, 0, vp8Delta())]);
    const segments = feedAll([far], { mediaSegments: 'per-call' }).filter(({ kind }) => kind === 'media-segment');
    expect(segments).toHaveLength(2);
  });

  const names = ['maxBlockOctets', 'maxHeaderOctets', 'maxSkippedOctets', 'maxUnknownOctets', 'maxTracks'] as const;

  test.each(names)('%s is a whole number from 1, or left out', (name) => {
    expect(() => new Reassembler({ [name]: 1 })).not.toThrow();
    for (const value of [0, -1, 1.5, NaN, Infinity, '9', null]) {
      const error = thrownBy(() => new Reassembler(untypedOptions({ [name]: value })));
      expect(error).toMatchObject({ code: 'invalid-option', offset: 0 });
      expect(error.message).toContain(name);
    }
  });

  test('mediaSegments has three values', () => {
    const error = thrownBy(() => new Reassembler(untypedOptions({ mediaSegments: 'per-gop' })));
    expect(error).toMatchObject({ code: 'invalid-option', name: 'ReassemblerError' });
    expect(error.message).toContain('per-gop');
  });
});

describe('errors', () => {
  test('invalid-chunk: what is no Uint8Array, with the remedy', () => {
    const reassembler = new Reassembler();
    reassembler.feed(STREAM.subarray(0, 100));
    for (const chunk of [undefined, null, 'text', [1, 2], new ArrayBuffer(3), { size: 3 }]) {
      const error = thrownBy(() => reassembler.feed(untypedChunk(chunk)));
      expect(error).toMatchObject({ code: 'invalid-chunk', offset: 100 });
      expect(error.message).toContain('arrayBuffer');
    }
  });

  test('invalid-sequence: what is no whole number from 0', () => {
    for (const sequence of [-1, 1.5, NaN, Infinity]) {
      expect(thrownBy(() => new Reassembler().feed(STREAM, { sequence })).code).toBe('invalid-sequence');
    }
  });

  test('already-ended: feed after end, until reset', () => {
    const reassembler = new Reassembler();
    reassembler.feed(STREAM);
    reassembler.end();
    expect(thrownBy(() => reassembler.feed(STREAM))).toMatchObject({ code: 'already-ended', offset: STREAM.length });
    reassembler.reset();
    expect(() => reassembler.feed(STREAM)).not.toThrow();
  });

  test('a call that fails changes nothing: the stream goes on behind it', () => {
    const reassembler = new Reassembler();
    const first = reassembler.feed(STREAM.subarray(0, 300), { sequence: 0 });
    thrownBy(() => reassembler.feed(untypedChunk('chunk'), { sequence: 1 }));
    thrownBy(() => reassembler.feed(STREAM, { sequence: -2 }));
    const second = reassembler.feed(STREAM.subarray(300), { sequence: 1 });
    expect(describeOutputs([...first, ...second])).toEqual(describeOutputs(feedAll([STREAM])));
  });
});

describe('end and reset', () => {
  test('end gives nothing more the second time', () => {
    const reassembler = new Reassembler();
    reassembler.feed(STREAM.subarray(0, STREAM.length - 1));
    expect(reassembler.end()).toHaveLength(1);
    expect(reassembler.end()).toEqual([]);
  });

  test('reset forgets the stream, its timeline and its sequence numbers', () => {
    const reassembler = new Reassembler();
    reassembler.feed(STREAM, { sequence: 0 });
    reassembler.feed(STREAM.subarray(0, 77), { sequence: 1 });
    reassembler.reset();
    expect(fingerprint([...reassembler.feed(STREAM, { sequence: 0 }), ...reassembler.end()])).toEqual(
      fingerprint(feedAll([STREAM])),
    );
  });
});

describe('sequence numbers', () => {
  const head = streamOf(VIDEO_AND_AUDIO, group(0, 3));
  const second = streamOf(group(60, 3));
  const third = streamOf(group(120, 3));
  const linesOf = (...chunks: readonly (readonly [number, Uint8Array])[]): readonly string[] =>
    describeOutputs(feedSequenced(chunks.map(([sequence, octets]) => ({ sequence, octets }))));

  test('change nothing where none is missing', () => {
    expect(linesOf([0, head], [1, second], [2, third])).toEqual(describeOutputs(feedAll([head, second, third])));
  });

  test('missing-chunk: a number that was left out is a gap, with its octets, time and numbers', () => {
    const lines = linesOf([0, head], [3, third]);
    const at = head.length;
    expect(lines[7]).toBe(`gap missing-chunk, octets ${at} to ${at}, 40 to 120 ms, sequences 1 to 2`);
    expect(lines[8]).toBe('* 1 video 120 ms, 11 octets, key');
  });

  test('missing-chunk: chunks missing at the start are told as well', () => {
    expect(linesOf([2, head])[0]).toBe('gap missing-chunk, octets 0 to 0, ? to 0 ms, sequences 0 to 1');
  });

  test('missing-chunk: what a chunk left unfinished before the gap is lost with it, and the gap begins there', () => {
    const gaps = linesOf([0, head], [1, second.subarray(0, 30)], [3, third]).filter((line) => line.startsWith('gap'));
    expect(gaps).toHaveLength(1);
    const [, start = ''] = /octets (\d+) to/.exec(gaps[0] ?? '') ?? [];
    expect(Number(start)).toBeGreaterThanOrEqual(head.length);
    expect(Number(start)).toBeLessThan(head.length + 30);
  });

  test('missing-chunk: each number that is missing is told, also where no block lies between', () => {
    const gaps = linesOf([0, head], [2, Uint8Array.of(1)], [4, third]).filter((line) => line.startsWith('gap'));
    expect(gaps.join(' ')).toContain('sequences 1 to 1');
    expect(gaps.join(' ')).toContain('sequences 3 to 3');
  });

  test('missing-chunk: a gap at the very end is told when the next chunk or the end comes', () => {
    expect(linesOf([0, head], [5, new Uint8Array()]).at(-1)).toMatch(
      /^gap missing-chunk, .* 40 to \? ms, sequences 1 to 4$/,
    );
  });

  test('a repeated chunk is ignored', () => {
    expect(linesOf([0, head], [0, head], [1, second], [0, head], [1, second])).toEqual(
      describeOutputs(feedAll([head, second])),
    );
  });

  test('lost-reference: sound goes on at once, video with its next keyframe, and what is dropped is told with its octets', () => {
    const cutOff = [cluster(60), ...group(60, 3).slice(3)]; // without the keyframe and its sound
    const lines = linesOf([0, head], [2, join(...cutOff)], [3, third]);
    const at = head.length;
    expect(lines.slice(7)).toEqual([
      `gap missing-chunk, octets ${at} to ${at}, 40 to 80 ms, sequences 1 to 1`,
      '  2 audio 80 ms, 3 octets',
      '  2 audio 100 ms, 3 octets',
      expect.stringMatching(/^gap lost-reference, octets \d+ to \d+, 80 to 120 ms, 2 blocks dropped$/),
      ...linesOf([0, head], [1, second], [2, third]).slice(13),
    ]);
    const [start = 0, end = 0] = [...(lines[10] ?? '').matchAll(/\d+(?= to|,)/g)].map(Number);
    expect(start).toBe(at + cluster(60).length);
    expect(end).toBe(at + join(...cutOff).length + cluster(120).length);
  });
});

describe('frames before the first keyframe', () => {
  const late = (at: number): readonly Uint8Array[] => [
    cluster(at),
    simpleBlock(1, 0, vp8Delta()),
    simpleBlock(1, 20, vp8Delta()),
  ];

  test('no-keyframe-yet: they are dropped and told', () => {
    const lines = describeOutputs(feedAll([streamOf(VIDEO_ONLY, late(0), silentGroup(40, 1))]));
    expect(lines[0]).toMatch(/^gap no-keyframe-yet, octets \d+ to \d+, 0 to 40 ms, 2 blocks dropped$/);
    expect(lines.slice(2)).toEqual(['* 1 video 40 ms, 11 octets, key']);
  });

  test('no-keyframe-yet: sound before them does not make them lost', () => {
    const sound = group(0, 1).slice(2);
    const lines = describeOutputs(feedAll([streamOf(VIDEO_AND_AUDIO, [cluster(0)], sound, late(20), group(60, 1))]));
    expect(lines.filter((line) => line.startsWith('gap'))).toEqual([expect.stringMatching(/^gap no-keyframe-yet/)]);
  });

  test('no-keyframe-yet: they are told at the end, where no keyframe comes at all', () => {
    const lines = describeOutputs(feedAll([streamOf(VIDEO_ONLY, late(0))]));
    expect(lines.at(-1)).toMatch(/^gap no-keyframe-yet, .* 2 blocks dropped$/);
    expect(lines.filter((line) => line.includes(' video 0 ms'))).toEqual([]);
  });

  test('a frame that is flagged as a keyframe, but is none by its payload, is not believed', () => {
    const liar = [cluster(0), simpleBlock(1, 0, vp8Delta(), KEY)];
    expect(describeOutputs(feedAll([streamOf(VIDEO_ONLY, liar)])).at(-1)).toMatch(/^gap no-keyframe-yet/);
  });
});

function octetsOf(outputs: readonly Output[]): readonly (readonly number[])[] {
  return outputs.map((output) => (output.kind === 'gap' ? [] : [...output.octets]));
}

function blocksOf(outputs: readonly Output[]) {
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
}
