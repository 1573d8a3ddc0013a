import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { group, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY, silentGroup } from '../../test/support/streams.js';
import { cluster, KEY, simpleBlock, vp8Keyframe } from '../../test/support/webm.js';
import { cutEvery } from '../../test/support/feed.js';
import { runCommand } from '../../test/support/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const whole = streamOf(VIDEO_AND_AUDIO, group(0, 5), group(100, 5), group(200, 5));
const WHOLE = join(folder, 'whole.webm');
const DAMAGED = join(folder, 'damaged.webm');
const CHUNKS = join(folder, 'chunks');
const NOISE = join(folder, 'noise.webm');

beforeAll(() => {
  writeFileSync(WHOLE, whole);
  writeFileSync(
    DAMAGED,
    whole.map((octet, at) => (at >= 250 && at < 280 ? 0 : octet)),
  );
  writeFileSync(NOISE, 'this is no recording');
  mkdirSync(CHUNKS);
  cutEvery(whole, 100).forEach((chunk, index) =>
    writeFileSync(join(CHUNKS, `${String(index).padStart(4, '0')}.bin`), chunk),
  );
  writeFileSync(join(CHUNKS, 'manifest.json'), '{}');
});

/** A path that nothing stands at yet. */
let paths = 0;
function fresh(name: string): string {
  return join(folder, `${paths++}-${name}`);
}

describe('webm-reassembler', () => {
  test.each(['--help', '-h', 'help'])('%s lists the commands', async (flag) => {
    const { exitCode, out } = await runCommand(flag);
    expect(exitCode).toBe(0);
    for (const name of ['inspect', 'split', 'repair']) expect(out).toContain(`  ${name}`);
  });

  test.each(['inspect', 'split', 'repair'])(
    '%s --help says how it is called, and what its exit codes mean',
    async (name) => {
      const { exitCode, out, err } = await runCommand(name, '--help');
      expect([exitCode, err]).toEqual([0, '']);
      expect(out).toContain(`Usage: webm-reassembler ${name} PATH`);
      expect(out).toMatch(/Exit code: 0 whole, 1 .*, 2 .*, 3 .*, 4 /);
    },
  );

  test.each([
    ['no command', [], 'Usage: webm-reassembler COMMAND'],
    ['an unknown command', ['play', 'x'], 'there is no command "play"'],
    ['no path', ['inspect'], 'PATH is missing'],
    ['two paths', ['inspect', 'a', 'b'], 'one PATH is taken; "b" is too much'],
    ['an unknown flag', ['inspect', 'a', '--fast'], "Unknown option '--fast'"],
    ['a path that is not there', ['inspect', '/nowhere/at/all'], '/nowhere/at/all does not exist'],
    ['a folder without chunks', ['inspect', tmpdir()], 'is a folder without chunks'],
    ['no --out', ['repair', WHOLE], '--out FILE is missing'],
    ['no --by', ['split', WHOLE, '--out', 'x'], '--by is missing or unknown'],
    ['another --by', ['split', WHOLE, '--by', 'frame', '--out', 'x'], '--by is missing or unknown'],
    ['no folder to split to', ['split', WHOLE, '--by', 'gop'], '--out DIR is missing'],
    [
      'a chunk length of nothing',
      ['split', WHOLE, '--by', 'chunk', '--out', 'x', '--chunk-octets', '0'],
      '--chunk-octets is 0',
    ],
    ['another form of H.264', ['repair', WHOLE, '--out', 'x', '--h264', 'mp4'], '--h264 is annexb or avcc'],
  ])('called with %s it says so and ends with 2', async (_, args, message) => {
    const { exitCode, out, err } = await runCommand(...args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('inspect', () => {
  test('shows elements, tracks, segments and gaps, and ends with 0 where the recording is whole', async () => {
    const { exitCode, out, err } = await runCommand('inspect', WHOLE);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toContain(`${WHOLE}: ${whole.length.toLocaleString('en-US')} octets\n`);
    expect(out).toContain('Cluster x 3, of unknown size: Timestamp x 3, SimpleBlock x 30');
    expect(out).toContain('  1 video V_VP8 vp8 64x48: 15 blocks (3 keyframes)');
    expect(out).toContain('  2 audio A_OPUS opus 48000 Hz x 1: 15 blocks');
    expect(out).toContain('3 open with a random access point, 0 to 280 ms');
    expect(out).toMatch(/Gaps\n {2}none\n$/);
  });

  test('with --blocks it lists each frame', async () => {
    const { out } = await runCommand('inspect', WHOLE, '--blocks');
    const lines = out.slice(out.indexOf('\nBlocks\n')).trim().split('\n').slice(1);
    expect(lines).toHaveLength(30);
    expect(lines[0]).toMatch(/^ {2}1 0 ms keyframe 11 octets [0-9a-f]{32}$/);
  });

  test('with --json it prints the same as one object, for a folder of chunks as for the file', async () => {
    const ofFile = JSON.parse((await runCommand('inspect', WHOLE, '--json', '--blocks')).out) as Record<
      string,
      unknown
    >;
    const ofFolder = JSON.parse((await runCommand('inspect', CHUNKS, '--json', '--blocks')).out) as Record<
      string,
      unknown
    >;
    expect(ofFile).toMatchObject({ path: WHOLE, octets: whole.length, files: 1, isWhole: true, gapCount: 0, gaps: [] });
    const files = Math.ceil(whole.length / 100);
    expect(ofFolder).toEqual({ ...ofFile, path: CHUNKS, files });
    expect(ofFile['blocks']).toHaveLength(30);
    expect(ofFile['tracks']).toMatchObject([
      {
        number: 1,
        type: 'video',
        codecId: 'V_VP8',
        width: 64,
        height: 48,
        blocks: 15,
        keyframes: 3,
        startMs: 0,
        endMs: 280,
      },
      { number: 2, type: 'audio', codecId: 'A_OPUS', sampleRate: 48_000, channels: 1, blocks: 15 },
    ]);
    expect(ofFile['segments']).toMatchObject([
      { docType: 'webm', blocks: 30, randomAccessPoints: 3, startMs: 0, endMs: 280 },
    ]);
  });

  test('ends with 1 where it is damaged and says where, with 3 where it is no recording', async () => {
    const damaged = await runCommand('inspect', DAMAGED, '--json');
    const { isWhole, gaps } = JSON.parse(damaged.out) as {
      readonly isWhole: boolean;
      readonly gaps: readonly object[];
    };
    expect(damaged.exitCode).toBe(1);
    expect(isWhole).toBe(false);
    expect(gaps[0]).toMatchObject({
      code: 'malformed-element',
      startOctet: 254, // the first element that begins in the zeros
    });
    const noise = await runCommand('inspect', NOISE);
    expect(noise.exitCode).toBe(3);
    expect(noise.out).toContain('not-webm');
  });

  test('notices a number that is missing among the chunks', async () => {
    const holey = fresh('holey');
    mkdirSync(holey);
    cutEvery(whole, 100).forEach((chunk, index) => {
      if (index !== 3) writeFileSync(join(holey, `${index}.bin`), chunk);
    });
    const { exitCode, out } = await runCommand('inspect', holey);
    expect(exitCode).toBe(1);
    expect(out).toContain('chunk 3 missing (missing-chunk)');
  });
});

describe('repair', () => {
  test('writes a seekable recording, says what was saved, and ends with 0', async () => {
    const to = fresh('out.webm');
    const { exitCode, out, err } = await runCommand('repair', CHUNKS, '--out', to);
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toBe(
      `saved: ${to}, ${readFileSync(to).length} octets, 300 ms, 3 places to seek to, video/webm;codecs="vp8,opus"\n`,
    );
  });

  test('gives the same file for the file and for its chunks', async () => {
    const [fromFile, fromChunks] = [fresh('file.webm'), fresh('chunks.webm')];
    await runCommand('repair', WHOLE, '--out', fromFile);
    await runCommand('repair', CHUNKS, '--out', fromChunks);
    expect(readFileSync(fromFile).equals(readFileSync(fromChunks))).toBe(true);
  });

  test('saves what it can of a damaged one, says what was lost, and ends with 1', async () => {
    const to = fresh('saved.webm');
    const { exitCode, out, err } = await runCommand('repair', DAMAGED, '--out', to);
    expect(exitCode).toBe(1);
    expect(out).toContain(`saved: ${to}`);
    expect(err).toMatch(/^lost: octets \d+ to \d+, \d+ ms to \d+ ms.*\(malformed-element\)/);
    const { segments } = JSON.parse((await runCommand('inspect', DAMAGED, '--json')).out) as {
      readonly segments: object;
    };
    const saved = JSON.parse((await runCommand('inspect', to, '--json')).out) as { readonly segments: object };
    expect(saved.segments).toEqual(segments);
  });

  test('ends with 3 and writes nothing where there is nothing to save', async () => {
    const to = fresh('nothing.webm');
    const { exitCode, err } = await runCommand('repair', NOISE, '--out', to);
    expect(exitCode).toBe(3);
    expect(err).toContain('nothing could be saved');
    expect(existsSync(to)).toBe(false);
  });

  test('goes on in a numbered file where the tracks change', async () => {
    const from = fresh('changing.webm');
    writeFileSync(from, streamOf(VIDEO_AND_AUDIO, group(0, 3), VIDEO_ONLY, silentGroup(0, 3)));
    const to = fresh('parts.webm');
    const { exitCode, out } = await runCommand('repair', from, '--out', to);
    const second = to.replace('parts.webm', 'parts-2.webm');
    expect(exitCode).toBe(0);
    expect(out.split('\n').map((line) => line.split(',')[0])).toEqual([`saved: ${to}`, `saved: ${second}`, '']);
    expect((await runCommand('inspect', second)).exitCode).toBe(0);
  });

  test('--from-zero lets the times of each file begin at 0', async () => {
    const from = fresh('late.webm');
    writeFileSync(from, streamOf(VIDEO_AND_AUDIO, group(5000, 5)));
    const [asIs, fromZero] = [fresh('as-is.webm'), fresh('from-zero.webm')];
    expect((await runCommand('repair', from, '--out', asIs)).out).toContain(' 5100 ms,');
    expect((await runCommand('repair', from, '--out', fromZero, '--from-zero')).out).toContain(' 100 ms,');
    expect((await runCommand('inspect', fromZero)).out).toContain('random access point, 0 to 80 ms');
  });

  test('never writes over what it reads', async () => {
    const chunk = join(CHUNKS, '0000.bin');
    const before = readFileSync(chunk);
    for (const [from, to] of [
      [WHOLE, WHOLE],
      [CHUNKS, chunk],
    ] as const) {
      const { exitCode, err } = await runCommand('repair', from, '--out', to);
      expect([exitCode, err]).toEqual([2, expect.stringContaining('is what is to be read')]);
    }
    expect(readFileSync(chunk).equals(before)).toBe(true);
    expect(readFileSync(WHOLE)).toHaveLength(whole.length);
  });

  test('ends with 4 where the file system refuses', async () => {
    const { exitCode, err } = await runCommand('repair', WHOLE, '--out', '/nowhere/at/all.webm');
    expect(exitCode).toBe(4);
    expect(err).toContain('ENOENT');
  });
});

describe('split', () => {
  test('--by gop writes a file for each group of pictures, named in order', async () => {
    const to = fresh('gops');
    const { exitCode, out } = await runCommand('split', WHOLE, '--by', 'gop', '--out', to);
    expect(exitCode).toBe(0);
    expect(readdirSync(to).sort()).toEqual(['000000.webm', '000001.webm', '000002.webm']);
    expect(out.split('\n')[1]).toBe(`${join(to, '000001.webm')}: 100 to 180 ms`);
  });

  test('--by chunk writes a file for each chunk that completes a frame, named after it', async () => {
    const to = fresh('chunks');
    const { exitCode } = await runCommand('split', CHUNKS, '--by', 'chunk', '--out', to);
    expect(exitCode).toBe(0);
    const last = Math.ceil(whole.length / 100) - 1;
    expect(readdirSync(to)).toContain(`00000${last}.webm`);
    for (const name of readdirSync(to)) expect((await runCommand('inspect', join(to, name))).exitCode).toBe(0);
  });

  test('--by chunk cuts a file, which has no chunks any more, by --chunk-octets', async () => {
    const [ofFolder, ofFile] = [fresh('of-folder'), fresh('of-file')];
    await runCommand('split', CHUNKS, '--by', 'chunk', '--out', ofFolder);
    await runCommand('split', WHOLE, '--by', 'chunk', '--out', ofFile, '--chunk-octets', '100');
    expect(readdirSync(ofFile)).toEqual(readdirSync(ofFolder));
    for (const name of readdirSync(ofFile)) {
      expect(readFileSync(join(ofFile, name)).equals(readFileSync(join(ofFolder, name)))).toBe(true);
    }
  });

  test('--by chunk takes a large chunk as one, though it is read in pieces', async () => {
    const from = fresh('large');
    mkdirSync(from);
    const frames = [0, 20].map((ms) => simpleBlock(1, ms, vp8Keyframe(64, 48, new Uint8Array(700_000)), KEY));
    writeFileSync(join(from, '0000.bin'), streamOf(VIDEO_ONLY, [cluster(0), ...frames]));
    const to = fresh('one');
    await runCommand('split', from, '--by', 'chunk', '--out', to);
    expect(readdirSync(to)).toEqual(['000000.webm']);
    expect((await runCommand('inspect', join(to, '000000.webm'))).out).toContain('2 blocks (2 keyframes)');
  });

  test('numbers the pieces of a chunk in which the tracks change', async () => {
    const from = fresh('changing.webm');
    writeFileSync(from, streamOf(VIDEO_AND_AUDIO, group(0, 3), VIDEO_ONLY, silentGroup(0, 3)));
    const to = fresh('pieces');
    await runCommand('split', from, '--by', 'chunk', '--out', to);
    expect(readdirSync(to).sort()).toEqual(['000000-1.webm', '000000-2.webm']);
  });

  test('ends with 1 where something was lost, and with 3, without a folder, where all was', async () => {
    const damaged = await runCommand('split', DAMAGED, '--by', 'gop', '--out', fresh('damaged'));
    expect([damaged.exitCode, damaged.err]).toEqual([1, expect.stringContaining('lost: ')]);
    const to = fresh('noise');
    const noise = await runCommand('split', NOISE, '--by', 'gop', '--out', to);
    expect([noise.exitCode, noise.err]).toEqual([3, expect.stringContaining('nothing could be saved')]);
    expect(existsSync(to)).toBe(false);
  });
});
