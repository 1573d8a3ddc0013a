import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixturesDirectory, loadManifest } from '../../../../fixtures/load.js';
import { decodeAll, describeWithFfmpeg } from '../support/ffmpeg.js';
import { feedAll } from '../support/feed.js';
import { hasVideo, inputOptionsFor, runsOf } from '../support/fixture-files.js';
import { blocksOf } from '../support/promises.js';
import { brokenStreams, loadFixture, recordings, wholeOf } from '../support/recordings.js';
import { runCommand } from '../support/run-command.js';
import { describeWithTool } from '../support/tool.js';
import { ProbedRecording } from '../support/probed-recording.js';

/** Long: with two cores shared by others, decoding takes its time. */
const TIME_LIMIT_MS = 240_000;
const COMMAND = fileURLToPath(new URL('../../bin/webm-reassembler.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A block as `inspect --json --blocks` prints it. */
interface InspectedBlock {
  readonly track: number;
  readonly timestampMs: number;
  readonly recorderTimestampMs: number;
  readonly keyframe: boolean;
  readonly octets: number;
  readonly md5: string;
}

interface Inspected {
  readonly tracks: readonly { readonly number: number; readonly type: string }[];
  readonly blocks: readonly InspectedBlock[];
}

/** Where the command's JSON becomes typed. */
function inspected(json: string): Inspected {
  return JSON.parse(json) as Inspected;
}

interface ProbedPacket {
  readonly stream_index: number;
  readonly codec_type: string;
  readonly pts_time?: string;
  readonly size: string;
  readonly flags: string;
  readonly data_hash: string;
}

/** All packets of a file by ffprobe, whatever it has to say besides. */
function packetsOf(path: string): readonly ProbedPacket[] {
  const args = ['-v', 'quiet', '-show_packets', '-show_data_hash', 'md5', '-of', 'json', path];
  const { stdout } = spawnSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return (JSON.parse(stdout) as { readonly packets?: readonly ProbedPacket[] }).packets ?? [];
}

/** Octets, keyframe and MD5 of a packet, and of a block. */
function probedLine({ size, flags, data_hash }: ProbedPacket): string {
  return [size, flags.startsWith('K') ? 'key' : '', data_hash.replace('MD5:', '')].join(' ');
}

function inspectedLine({ octets, keyframe, md5 }: InspectedBlock): string {
  return [octets, keyframe ? 'key' : '', md5].join(' ');
}

/** Each run of a recorder as a file: ffprobe reads no further than the second EBML header. */
function runFiles(name: string): readonly string[] {
  return runsOf(wholeOf(loadFixture(name))).map((octets, index) => {
    const path = join(folder, `${name}-${index}.webm`);
    writeFileSync(path, octets);
    return path;
  });
}

describeWithFfmpeg('webm-reassembler', () => {
  test.each(recordings)(
    'inspect %s: each block is a packet of ffprobe, in octets, keyframe, MD5 and time',
    async (name) => {
      const { exitCode, out, err } = await runCommand('inspect', join(fixturesDirectory, name), '--json', '--blocks');
      expect([exitCode, err]).toEqual([0, '']);
      const { blocks, tracks } = inspected(out);
      const packets = runFiles(name).flatMap(packetsOf);
      expect(blocks.map(inspectedLine)).toEqual(packets.map(probedLine));
      blocks.forEach(({ track, recorderTimestampMs }, index) => {
        const packet = packets[index];
        const earlierMs = recorderTimestampMs - Number(packet?.pts_time) * 1000;
        expect(packet?.codec_type).toBe(tracks.find(({ number }) => number === track)?.type);
        // ffprobe takes the Opus pre-skip of 6.5 ms off, and rounds what is left.
        expect(earlierMs).toBeGreaterThan(-0.001);
        expect(earlierMs).toBeLessThan(packet?.codec_type === 'audio' ? 7.001 : 0.001);
      });
    },
  );

  test.each(brokenStreams)(
    'inspect %s: says that it is damaged, and lists packets of the source, but for one that the damage lies in',
    async (name) => {
      const { exitCode, out } = await runCommand('inspect', join(fixturesDirectory, name), '--json', '--blocks');
      const { blocks } = inspected(out);
      const source = loadManifest(name).madeFrom ?? '';
      const packets = new Set(runFiles(source).flatMap(packetsOf).map(probedLine));
      expect(blocks.map(inspectedLine).filter((line) => !packets.has(line)).length).toBeLessThanOrEqual(1);
      expect(blocks.length).toBeGreaterThan(packets.size / 2);
      // Only a size was flipped, to another that holds all the same.
      expect(exitCode).toBe(name === 'broken-flipped-cluster-size' ? 0 : 1);
    },
  );

  test.each([...recordings, ...brokenStreams])(
    'split %s --by gop: every file decodes, named in order',
    async (name) => {
      const to = join(folder, `gop-${name}`);
      const { exitCode } = await runCommand('split', join(fixturesDirectory, name), '--by', 'gop', '--out', to);
      expect([0, 1]).toContain(exitCode);
      const names = readdirSync(to);
      const octets = [...names].sort().map((file) => new Uint8Array(readFileSync(join(to, file))));
      const starts = octets.map((one) => blocksOf(feedAll([one]))[0]?.timestampMs ?? NaN);
      expect(starts).toEqual([...starts].sort((left, right) => left - right));
      const files = octets.map((one) => ({
        octets: one,
        hasVideo: hasVideo(loadManifest(name)) || name.startsWith('broken'),
      }));
      await decodeAll(files, { folder, inputOptions: inputOptionsFor(loadManifest(name)) });
    },
    TIME_LIMIT_MS,
  );

  test.each([
    'chromium156-tiny-canvas-vp8-opus-250ms',
    'firefox153-fake-vp8-opus-250ms',
    'chromium156-microphone-opus-250ms',
  ])(
    'split %s --by chunk: a file for each chunk, and every one decodes',
    async (name) => {
      const to = join(folder, `chunk-${name}`);
      const { exitCode } = await runCommand('split', join(fixturesDirectory, name), '--by', 'chunk', '--out', to);
      expect(exitCode).toBe(0);
      const names = readdirSync(to).sort();
      expect(names.length).toBeGreaterThan(loadManifest(name).chunks.length - 3); // the first and last may complete no frame
      const files = names.map((file) => ({
        octets: new Uint8Array(readFileSync(join(to, file))),
        hasVideo: hasVideo(loadManifest(name)),
      }));
      await decodeAll(files, { folder });
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings)(
    'repair %s: from chunks and from one file the same, seekable, and nothing to remark for ffprobe',
    async (name) => {
      const [file] = [join(folder, `${name}.webm`)];
      writeFileSync(file, wholeOf(loadFixture(name)));
      const [ofFile, ofChunks] = [join(folder, 'of-file.webm'), join(folder, 'of-chunks.webm')];
      expect((await runCommand('repair', file, '--out', ofFile)).exitCode).toBe(0);
      expect((await runCommand('repair', join(fixturesDirectory, name), '--out', ofChunks)).exitCode).toBe(0);
      const octets = readFileSync(ofFile);
      expect(octets.equals(readFileSync(ofChunks))).toBe(true);
      const recording = new ProbedRecording(join(folder, 'repaired.webm'), octets);
      expect(recording.warnings()).toBe('');
      const lastMs = Math.max(...recording.packets().map(({ startMs }) => startMs));
      expect(recording.durationMs()).toBeGreaterThanOrEqual(lastMs);
      const [inTheMiddle] = recording.firstPacketsFrom([lastMs / 2], hasVideo(loadManifest(name)) ? 'v' : 'a');
      expect(inTheMiddle?.isKeyframe).toBe(true);
      expect(inTheMiddle?.startMs).toBeLessThanOrEqual(lastMs / 2);
    },
    TIME_LIMIT_MS,
  );

  test.each(brokenStreams)(
    'repair %s: what was saved decodes without a message; what was lost is said',
    async (name) => {
      const to = join(folder, `repaired-${name}.webm`);
      const { exitCode, err, out } = await runCommand('repair', join(fixturesDirectory, name), '--out', to);
      expect(exitCode).toBe(name === 'broken-flipped-cluster-size' ? 0 : 1);
      expect(err === '').toBe(exitCode === 0);
      expect(out).toContain(`saved: ${to}`);
      const [decoded] = await decodeAll([{ octets: new Uint8Array(readFileSync(to)), hasVideo: true }], { folder });
      expect(decoded?.frames.length).toBeGreaterThan(20);
    },
    TIME_LIMIT_MS,
  );

  describeWithTool('mkvmerge', 'mkvtoolnix', () => {
    const made = (...args: readonly string[]): void => {
      execFileSync('mkvmerge', ['-q', ...args], { cwd: folder });
    };
    const encoded = (...args: readonly string[]): void => {
      execFileSync('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args], { cwd: folder });
    };

    test('inspect reads what other muxers write: laced MP3 beside reordered H.264, and frames that are compressed', async () => {
      encoded('-f', 'lavfi', '-i', 'sine=440:d=2', '-c:a', 'libmp3lame', 'sound.mp3');
      encoded('-f', 'lavfi', '-i', 'testsrc=d=2:s=160x120:r=25', '-c:v', 'libx264', '-bf', '2', 'picture.mkv');
      made('-o', 'laced.mkv', 'sound.mp3', 'picture.mkv');
      made('--compression', '0:zlib', '-o', 'compressed.mkv', 'picture.mkv');
      for (const file of ['laced.mkv', 'compressed.mkv']) {
        const path = join(folder, file);
        const { exitCode, out } = await runCommand('inspect', path, '--json', '--blocks');
        const { blocks } = inspected(out);
        const packets = packetsOf(path);
        expect([exitCode, packets.length > 40]).toEqual([0, true]);
        expect(blocks.map(inspectedLine)).toEqual(packets.map(probedLine));
        // Times within a lace are counted by DefaultDuration, which ffprobe rounds to ms at each step.
        blocks.forEach(({ timestampMs }, index) => {
          expect(Math.abs(timestampMs - Number(packets[index]?.pts_time) * 1000)).toBeLessThan(1);
        });
      }
    });
  });
});

describe('as a process', () => {
  const called = (...args: readonly string[]) => spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });

  test('says the result on standard output, losses on standard error, and how it went by its exit code', () => {
    const whole = called('inspect', join(fixturesDirectory, 'chromium156-tiny-canvas-vp8-opus-250ms'));
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout).toContain('V_VP8');
    const damaged = called(
      'repair',
      join(fixturesDirectory, 'broken-0x07-burst'),
      '--out',
      join(folder, 'by-process.webm'),
    );
    expect([damaged.status, damaged.stdout.startsWith('saved: ')]).toEqual([1, true]);
    expect(damaged.stderr).toMatch(/^lost: /);
    expect(called('inspect').status).toBe(2);
  });

  test('ends quietly when the reader of its output goes away', () => {
    const path = join(fixturesDirectory, 'chromium156-faces-vp8-opus-250ms');
    const script = `${process.execPath} ${COMMAND} inspect ${path} --json --blocks | head -c 10`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    expect([stdout.length, stderr]).toEqual([10, '']);
  });
});
