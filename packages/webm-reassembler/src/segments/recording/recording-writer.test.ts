import { describeOutputs } from '../../../test/support/describe-outputs.js';
import { feedAll } from '../../../test/support/feed.js';
import { indexOfRecording } from '../../../test/support/index-of-recording.js';
import {
  AUDIO_ONLY,
  group,
  silentGroup,
  streamOf,
  VIDEO_AND_AUDIO,
  VIDEO_ONLY,
} from '../../../test/support/streams.js';
import { cluster, KEY, opusPacket, simpleBlock, vp8Keyframe } from '../../../test/support/webm.js';
import { oracleElements } from '../../../test/support/ts-ebml.js';
import { filesFrom } from '../../../test/support/written-files.js';
import { Reassembler } from '../../reassembler.js';
import type { MediaSegment, Output } from '../outputs.js';
import type { RecordingOptions } from './recording-options.js';
import type { RecordingWrite } from './recording-write.js';
import { RecordingWriter } from './recording-writer.js';

/** All writes for a stream that comes as these chunks. */
function record(chunks: readonly Uint8Array[], options?: RecordingOptions): readonly RecordingWrite[] {
  const reassembler = new Reassembler();
  const writer = new RecordingWriter(options);
  const writes = chunks.flatMap((chunk) => writer.add(reassembler.feed(chunk)));
  return [...writes, ...writer.add(reassembler.end()), ...writer.end()];
}

function kindsOf(writes: readonly RecordingWrite[]): readonly string[] {
  return writes.map(({ kind, part }) => `${kind} ${part}`);
}

/** Blocks of a recording, read back, without what the init segment says. */
function blocksIn(octets: Uint8Array): readonly string[] {
  return blockLines(feedAll([octets]));
}

function blockLines(outputs: readonly Output[]): readonly string[] {
  return describeOutputs(outputs)
    .filter((line) => /^[*+ ] /.test(line))
    .map((line) => line.slice(2));
}

/** Times of the Clusters' first blocks, with a star for keyframes of the video. */
function clustersIn(octets: Uint8Array): readonly string[] {
  const segments: MediaSegment[] = [];
  for (const part of Buffer.from(octets).toString('latin1').split('\x1f\x43\xb6\x75').slice(1)) {
    const whole = Buffer.from(`\x1f\x43\xb6\x75${part}`, 'latin1');
    const head = octets.subarray(0, Buffer.from(octets).indexOf('1f43b675', 0, 'hex'));
    const [first] = feedAll([Buffer.concat([head, whole])]).filter((output) => output.kind === 'media-segment');
    if (first !== undefined) segments.push(first);
  }
  return segments.map((one) => `${one.timestampMs}${one.opensWithRandomAccessPoint ? '*' : ''}`);
}

/** What the call throws; a test that expects it fails where nothing is thrown. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return 'nothing';
}

/** The flags of a track's SimpleBlocks, as ts-ebml finds them. */
function simpleBlockFlags(octets: Uint8Array, track: number): readonly number[] {
  const bodies = oracleElements(octets).flatMap(({ name, octets: body }) =>
    name === 'SimpleBlock' && body ? [body] : [],
  );
  return bodies.filter(([number]) => number === (0x80 | track)).map((body) => body[3] ?? NaN);
}

const stream = streamOf(VIDEO_AND_AUDIO, group(0, 10), group(200, 10), group(400, 5));

describe('RecordingWriter', () => {
  test('begins, appends what each call brought, and at the end appends Cues and patches the head once', () => {
    const chunks = [stream.subarray(0, 500), stream.subarray(500)];
    expect(kindsOf(record(chunks))).toEqual([
      'begin 0',
      'append 0', // the head
      'append 0', // the Clusters of the first chunk
      'append 0', // of the second
      'append 0', // Cues
      'patch 0',
      'finish 0',
    ]);
  });

  test.each(['per-call', 'full'] as const)('keeps every block, with clusters: %s', (clusters) => {
    const [file] = filesFrom(record([stream], { clusters }));
    expect(blocksIn(file?.octets ?? new Uint8Array())).toEqual(blockLines(feedAll([stream])));
  });

  test('a keyframe opens a Cluster, also within a call, and Cues are of keyframes only', () => {
    const [file] = filesFrom(record([stream]));
    const octets = file?.octets ?? new Uint8Array();
    expect(clustersIn(octets)).toEqual(['0*', '200*', '400*']);
    expect(indexOfRecording(octets).cues.map(({ ticks, track }) => [ticks, track])).toEqual([
      [0, 1],
      [200, 1],
      [400, 1],
    ]);
  });

  test('each Cue points to a Cluster, SeekHead to Info, Tracks and Cues, and the Segment has its true size', () => {
    const [file] = filesFrom(record([stream]));
    const octets = file?.octets ?? new Uint8Array();
    const { cues, seeks, segmentStart, segmentSize } = indexOfRecording(octets);
    for (const { offset } of cues) expect(Buffer.from(octets).toString('hex', offset, offset + 4)).toBe('1f43b675');
    expect([...seeks.keys()]).toEqual(['1549a966', '1654ae6b', '1c53bb6b']);
    for (const [id, offset] of seeks) expect(Buffer.from(octets).toString('hex', offset, offset + 4)).toBe(id);
    expect(segmentStart + segmentSize).toBe(octets.length);
  });

  test('says the Duration up to the end of the last block', () => {
    const [file] = filesFrom(record([stream]));
    expect(indexOfRecording(file?.octets ?? new Uint8Array()).duration).toBe(500); // last at 480, each 20 ms
    expect(file?.finish).toMatchObject({ durationMs: 500, cuePoints: 3, octets: file?.octets.length });
  });

  test('what is appended so far is a stream that can be read, whatever comes later', () => {
    const cuts = [0, 300, 600, 900, stream.length];
    const chunks = cuts.slice(1).map((end, index) => stream.subarray(cuts[index], end));
    const writes = record(chunks).filter(({ kind }) => kind === 'append' || kind === 'begin');
    for (let count = 2; count < writes.length; count++) {
      const [file] = filesFrom(writes.slice(0, count));
      const outputs = feedAll([file?.octets ?? new Uint8Array()]);
      expect(outputs.filter(({ kind }) => kind === 'gap')).toEqual([]);
    }
  });

  test('with full Clusters the file does not depend on the calls', () => {
    const inPieces = (length: number): readonly Uint8Array[] =>
      Array.from({ length: Math.ceil(stream.length / length) }, (_, index) =>
        stream.subarray(index * length, (index + 1) * length),
      );
    const whole = filesFrom(record([stream], { clusters: 'full' }))[0]?.octets;
    for (const length of [1, 7, 100, 1000]) {
      expect(filesFrom(record(inPieces(length), { clusters: 'full' }))[0]?.octets).toEqual(whole);
    }
  });

  test('without video there is a Cue every audioCueMs, five seconds where nothing is said', () => {
    const blocks = Array.from({ length: 1000 }, (_, index) => [
      cluster(index * 20),
      simpleBlock(1, 0, opusPacket([index & 0xff])),
    ]);
    const sound = streamOf(AUDIO_ONLY, blocks.flat());
    const cueTimes = (options: RecordingOptions): readonly number[] =>
      indexOfRecording(filesFrom(record([sound], options))[0]?.octets ?? new Uint8Array()).cues.map(
        ({ ticks }) => ticks,
      );
    expect(cueTimes({ clusters: 'full' })).toEqual([0, 5020, 10_040, 15_060]);
    const each = (length: number): readonly Uint8Array[] =>
      Array.from({ length: Math.ceil(sound.length / length) }, (_, index) =>
        sound.subarray(index * length, (index + 1) * length),
      );
    const live = indexOfRecording(filesFrom(record(each(200)))[0]?.octets ?? new Uint8Array()).cues.map(
      ({ ticks }) => ticks,
    );
    expect(live.length).toBe(4);
    expect(cueTimes({ clusters: 'full', audioCueMs: 10_000 })).toEqual([0, 10_040]);
  });

  test('has as many Cues as maxCuePoints at most', () => {
    const groups = Array.from({ length: 50 }, (_, index) => silentGroup(index * 100, 2));
    const [file] = filesFrom(record([streamOf(VIDEO_ONLY, ...groups)], { maxCuePoints: 10 }));
    expect(indexOfRecording(file?.octets ?? new Uint8Array()).cues.length).toBeLessThanOrEqual(10);
  });

  test('goes on in the same file when only the size of the picture changes', () => {
    const resized = [cluster(200), simpleBlock(1, 0, vp8Keyframe(128, 96), KEY)];
    const files = filesFrom(record([streamOf(VIDEO_ONLY, silentGroup(0, 3), resized)]));
    expect(files).toHaveLength(1);
    expect(clustersIn(files[0]?.octets ?? new Uint8Array())).toEqual(['0*', '200*']);
  });

  test('goes on in a further file when the tracks change; the one before is finished first', () => {
    const writes = record([streamOf(VIDEO_AND_AUDIO, group(0, 5), VIDEO_ONLY, silentGroup(0, 5))]);
    expect(kindsOf(writes).filter((kind) => !kind.startsWith('append'))).toEqual([
      'begin 0',
      'patch 0',
      'finish 0',
      'begin 1',
      'patch 1',
      'finish 1',
    ]);
    const [first, second] = filesFrom(writes);
    expect(first?.mimeType).toBe('video/webm;codecs="vp8,opus"');
    expect(second?.mimeType).toBe('video/webm;codecs="vp8"');
    expect(indexOfRecording(second?.octets ?? new Uint8Array()).cues[0]?.ticks).toBe(100); // the stream's own timeline
  });

  test('flags sound as keyframes, which Firefox does not: ffmpeg seeks to what is flagged only', () => {
    const unflagged = streamOf(VIDEO_AND_AUDIO, group(0, 3));
    const flags = (octets: Uint8Array): readonly number[] => simpleBlockFlags(octets, 2);
    expect(flags(unflagged)).toEqual([0, 0, 0]);
    const [file] = filesFrom(record([unflagged]));
    expect(flags(file?.octets ?? new Uint8Array())).toEqual([KEY, KEY, KEY]);
    expect(simpleBlockFlags(file?.octets ?? new Uint8Array(), 1)).toEqual([KEY, 0, 0]);
  });

  test('startsAtZero: the times of each file begin at 0', () => {
    const changing = streamOf(VIDEO_AND_AUDIO, group(1000, 3), group(1100, 2), VIDEO_ONLY, silentGroup(0, 5));
    const [first, second] = filesFrom(record([changing], { startsAtZero: true }));
    const blocks = blocksIn(first?.octets ?? new Uint8Array());
    expect([blocks[0], blocks.at(-1)]).toEqual([expect.stringContaining(' 0 ms'), expect.stringContaining(' 120 ms')]);
    expect(indexOfRecording(first?.octets ?? new Uint8Array())).toMatchObject({
      duration: 140,
      cues: [{ ticks: 0 }, { ticks: 100 }],
    });
    expect(indexOfRecording(second?.octets ?? new Uint8Array())).toMatchObject({ duration: 100, cues: [{ ticks: 0 }] });
  });

  test('begins amid a stream with the first frame that can be decoded', () => {
    const outputs = feedAll([stream]);
    const late = outputs.slice(8);
    const writer = new RecordingWriter();
    const [file] = filesFrom([...writer.add(late), ...writer.end()]);
    const lines = blocksIn(file?.octets ?? new Uint8Array());
    expect(lines.find((line) => line.startsWith('1 video'))).toContain('200 ms');
    expect(lines).toHaveLength(30 + late.filter(isSoundBefore200).length);
  });

  test('says nothing of a stream without a block, and makes no file', () => {
    expect(record([streamOf(VIDEO_ONLY)])).toEqual([]);
    expect(record([])).toEqual([]);
  });

  test('a recording of one frame at time 0 has no Duration: nothing is known of it', () => {
    const [file] = filesFrom(record([streamOf(VIDEO_ONLY, [cluster(0), simpleBlock(1, 0, vp8Keyframe(), KEY)])]));
    expect(indexOfRecording(file?.octets ?? new Uint8Array()).duration).toBeUndefined();
    expect(blocksIn(file?.octets ?? new Uint8Array())).toHaveLength(1);
  });

  test('refuses to go on after its end, and options that cannot be', () => {
    const writer = new RecordingWriter();
    writer.end();
    expect(thrownBy(() => writer.add([]))).toMatchObject({ code: 'already-ended' });
    expect(writer.end()).toEqual([]);
    for (const options of [
      { audioCueMs: -1 },
      { maxCuePoints: 1 },
      { maxCuePoints: 2.5 },
      { clusters: 'some' as 'full' },
    ]) {
      expect(thrownBy(() => new RecordingWriter(options))).toMatchObject({ code: 'invalid-option' });
    }
  });

  test('refuses an init segment that is none', () => {
    const [init, first] = feedAll([stream]);
    if (init?.kind !== 'init-segment' || first?.kind !== 'media-segment') throw new Error('unexpected outputs');
    const foreign = { ...first, initSegment: { ...init, octets: Uint8Array.of(1, 2, 3) } };
    expect(thrownBy(() => new RecordingWriter().add([foreign]))).toMatchObject({ code: 'invalid-chunk' });
  });
});

function isSoundBefore200(output: Output): boolean {
  return output.kind === 'media-segment' && output.timestampMs < 200 && output.blocks[0]?.track.type === 'audio';
}
