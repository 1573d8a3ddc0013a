import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reassembler } from 'webm-reassembler';
import { loadManifest } from '../../../../fixtures/load.js';
import { RecordingWriter, type RecordingWrite } from '../../src/recording.js';
import { decodeAll, describeWithFfmpeg, hashesOf, type Decoded } from '../support/ffmpeg.js';
import { feedAll } from '../support/feed.js';
import { hasVideo, inputOptionsFor, runsOf } from '../support/fixture-files.js';
import { indexOfRecording } from '../support/index-of-recording.js';
import { blocksOf } from '../support/promises.js';
import { brokenStreams, loadFixture, recordings, wholeOf } from '../support/recordings.js';
import { ProbedRecording } from '../support/probed-recording.js';
import { describeWithTool, outputOf, runTool } from '../support/tool.js';
import { filesFrom, type WrittenFile } from '../support/written-files.js';

/** Long: with two cores shared by others, decoding takes its time. */
const TIME_LIMIT_MS = 240_000;

/** The writes of a live recording: chunk by chunk, as they were delivered. */
function recordLive(name: string): readonly RecordingWrite[] {
  const reassembler = new Reassembler();
  const writer = new RecordingWriter();
  const writes = loadFixture(name).chunks.flatMap((chunk) => writer.add(reassembler.feed(chunk)));
  return [...writes, ...writer.add(reassembler.end()), ...writer.end()];
}

function onlyFile(writes: readonly RecordingWrite[]): WrittenFile {
  const files = filesFrom(writes);
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`${files.length} files, not one`);
  return file;
}

function isVideo(name: string): boolean {
  return hasVideo(loadManifest(name));
}

describeWithFfmpeg('a recording written as it comes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function decode(name: string, files: readonly Uint8Array[]): Promise<readonly Decoded[]> {
    const manifest = loadManifest(name);
    return decodeAll(
      files.map((octets) => ({ octets, hasVideo: hasVideo(manifest) })),
      { folder, inputOptions: inputOptionsFor(manifest) },
    );
  }

  test.each(recordings)(
    '%s: decodes without a message, and its frames are those of the source, hash for hash',
    async (name) => {
      const { octets, writes } = onlyFile(recordLive(name));
      expect(writes.filter(({ kind }) => kind === 'patch')).toHaveLength(1);
      const source = await decode(name, runsOf(wholeOf(loadFixture(name))));
      expect(hashesOf(await decode(name, [octets]))).toEqual(hashesOf(source));
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings)(
    '%s: ffprobe has nothing to remark, and the Duration is that of the packets, within a frame',
    (name) => {
      const { octets, finish } = onlyFile(recordLive(name));
      const recording = new ProbedRecording(join(folder, 'probed.webm'), octets);
      expect(recording.warnings()).toBe('');
      const packets = recording.packets();
      const durationMs = recording.durationMs();
      expect(durationMs).toBeCloseTo(finish?.durationMs ?? NaN, 2);
      // ffprobe knows how long a sound packet is; a video frame lasts at most as long as the longest before it.
      const video = packets.filter(({ type }) => type === 'video');
      const frameMs = Math.max(
        0,
        ...video.slice(1).map(({ startMs }, index) => startMs - (video[index]?.startMs ?? NaN)),
      );
      const soundEndMs = Math.max(0, ...packets.filter(({ type }) => type === 'audio').map(({ endMs }) => endMs));
      const lastFrameMs = video.at(-1)?.startMs ?? 0;
      expect(durationMs).toBeGreaterThanOrEqual(Math.max(soundEndMs, lastFrameMs) - 1);
      expect(durationMs).toBeLessThanOrEqual(Math.max(soundEndMs, lastFrameMs + frameMs) + 1);
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings)(
    '%s: stopped after any write, it decodes up to there without a message',
    async (name) => {
      const writes = recordLive(name);
      // Two of these are the head alone and with one Cluster, three are the end: Cues without a patch, and the patch.
      const stops = [3, 4, Math.floor(writes.length / 2), writes.length - 3, writes.length - 2, writes.length - 1];
      const files = [...new Set(stops)].filter((stop) => stop > 2).map((stop) => onlyFile(writes.slice(0, stop)));
      const frames = files.map(
        ({ octets }) => blocksOf(feedAll([octets])).filter(({ track }) => track.type === 'video').length,
      );
      const withVideo = files.filter((_, index) => !isVideo(name) || (frames[index] ?? 0) > 0);
      const decoded = await decode(
        name,
        withVideo.map(({ octets }) => octets),
      );
      expect(decoded.map((one) => one.frames.length)).toEqual(frames.filter((count) => !isVideo(name) || count > 0));
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings.filter(isVideo))(
    '%s: seeks land on the keyframe before, and play the right picture',
    async (name) => {
      const { octets } = onlyFile(recordLive(name));
      const recording = new ProbedRecording(join(folder, 'seeked.webm'), octets);
      const [whole] = await decode(name, [octets]);
      const keyframesMs = indexOfRecording(octets).cues.map(({ ticks }) => ticks);
      const frames = whole?.frames ?? [];
      const places = [1, Math.floor(frames.length / 3), Math.floor(frames.length / 2), frames.length - 1];
      const sought = places.flatMap((index) => frames.slice(index, index + 1));
      const keyframes = recording.firstPacketsFrom(
        sought.map(({ ptsMs }) => ptsMs),
        'v',
      );
      sought.forEach(({ ptsMs }, index) => {
        expect(keyframes[index]?.isKeyframe).toBe(true);
        expect(keyframes[index]?.startMs).toBeCloseTo(Math.max(...keyframesMs.filter((ms) => ms <= ptsMs)), 6);
      });
      // Half a millisecond early, so that rounding does not skip the frame itself.
      const earlierMs = sought.map(({ ptsMs }) => Math.max(0, ptsMs - 0.5));
      expect(recording.firstPicturesFrom(earlierMs)).toEqual(sought.map(({ hash }) => hash));
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings.filter(isVideo))('%s: there is a Cue for each keyframe, and for nothing else', (name) => {
    const { octets } = onlyFile(recordLive(name));
    const blocks = blocksOf(feedAll(loadFixture(name).chunks));
    const keyframes = blocks.filter(({ track, keyframe }) => track.type === 'video' && keyframe);
    expect(indexOfRecording(octets).cues.map(({ ticks }) => ticks)).toEqual(
      keyframes.map(({ timestampMs }) => timestampMs),
    );
  });

  test.each(recordings)('%s: each Cue leads to the Cluster that begins with it', (name) => {
    const { octets, finish } = onlyFile(recordLive(name));
    const { cues, segmentStart, segmentSize, seeks } = indexOfRecording(octets);
    expect(cues).toHaveLength(finish?.cuePoints ?? NaN);
    for (const { offset, ticks, track } of cues) {
      expect(firstBlockAt(octets, offset)).toEqual({ ticks, track });
    }
    expect(segmentStart + segmentSize).toBe(octets.length);
    for (const [id, offset] of seeks) expect(Buffer.from(octets).toString('hex', offset, offset + 4)).toBe(id);
  });

  test.each(brokenStreams)(
    '%s: what was saved decodes without a message and can be seeked',
    async (name) => {
      for (const { octets, finish } of filesFrom(recordLive(name))) {
        const recording = new ProbedRecording(join(folder, 'saved.webm'), octets);
        expect(recording.warnings()).toBe('');
        const [decoded] = await decode(name, [octets]);
        const video = blocksOf(feedAll([octets])).filter(({ track }) => track.type === 'video');
        expect(decoded?.frames).toHaveLength(video.length);
        expect(finish?.cuePoints).toBeGreaterThan(0);
      }
    },
    TIME_LIMIT_MS,
  );

  describeWithTool('mkvmerge', 'mkvtoolnix', () => {
    test.each(recordings)('%s: mkvmerge finds no error and nothing to warn of', (name) => {
      const { octets, finish } = onlyFile(recordLive(name));
      const { path } = new ProbedRecording(join(folder, 'identified.webm'), octets);
      const { errors, warnings, container } = identified(outputOf('mkvmerge', ['-J', path]));
      expect([...errors, ...warnings]).toEqual([]);
      expect(container.properties.duration / 1e6).toBeCloseTo(finish?.durationMs ?? NaN, 3);
    });
  });

  describeWithTool('mkvinfo', 'mkvtoolnix', () => {
    test.each(recordings)('%s: mkvinfo reads all of it, to the last octet', (name) => {
      const { octets, finish } = onlyFile(recordLive(name));
      const { path } = new ProbedRecording(join(folder, 'listed.webm'), octets);
      const { status, stdout, stderr } = runTool('mkvinfo', ['--all', '--hex-positions', path]);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).not.toMatch(/warning|error|damaged|garbage|unknown size/i);
      expect(stdout.match(/\+ Cue point/g)).toHaveLength(finish?.cuePoints ?? NaN);
      expect(stdout.match(/\+ Seek entry/g)).toHaveLength(3);
    });
  });
});

/** Track and time of the first block of the Cluster at `offset`, read by hand. */
function firstBlockAt(octets: Uint8Array, offset: number): { readonly ticks: number; readonly track: number } {
  const cluster = Buffer.from(octets.buffer, octets.byteOffset + offset, octets.length - offset);
  expect(cluster.toString('hex', 0, 4)).toBe('1f43b675');
  const timestampAt = cluster.indexOf(0xe7, 4 + 4); // behind a size of 4 octets
  expect(timestampAt).toBe(8);
  const width = (cluster[timestampAt + 1] ?? 0) & 0x7f;
  const clusterTicks = cluster.readUIntBE(timestampAt + 2, width);
  const blockAt = timestampAt + 2 + width;
  const isGroup = cluster[blockAt] === 0xa0;
  const simpleAt = isGroup ? cluster.indexOf(0xa1, blockAt) : blockAt;
  const sizeWidth = Math.clz32(cluster[simpleAt + 1] ?? 0) - 23;
  const bodyAt = simpleAt + 1 + sizeWidth;
  return { ticks: clusterTicks + cluster.readInt16BE(bodyAt + 1), track: (cluster[bodyAt] ?? 0) & 0x7f };
}

interface Identified {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly container: { readonly properties: { readonly duration: number } };
}

/** Where mkvmerge's JSON becomes typed. */
function identified(json: string): Identified {
  return JSON.parse(json) as Identified;
}
