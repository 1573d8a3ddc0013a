import { execFileSync } from 'node:child_process';
import { findFfmpeg, type FfmpegBinary } from '../../src/decode/index.js';

/** An ffmpeg that tests may run with, or the reason why it is not here. */
export interface FfmpegUnderTest {
  readonly name: string;
  readonly binary: FfmpegBinary | undefined;
}

/** The two that the server promises to work with: the system's, and the one of 2018 that comes by npm. */
export const ffmpegs: readonly FfmpegUnderTest[] = [
  { name: 'system ffmpeg', binary: await findFfmpeg({ installerPath: () => undefined }).catch(() => undefined) },
  { name: 'ffmpeg of @ffmpeg-installer', binary: await findFfmpeg({ searchPath: '' }).catch(() => undefined) },
];

/** Defines tests for each ffmpeg that is here. One that is missing is reported as skipped, and fails where `CI` is true. */
export function describeEachFfmpeg(define: (binary: FfmpegBinary) => void): void {
  for (const { name, binary } of ffmpegs) {
    if (binary !== undefined) describe(`${name} ${binary.version}`, () => define(binary));
    else if (process.env['CI'] === 'true') test(`${name} is installed`, () => expect(binary).toBeDefined());
    else test.skip(`${name}: not installed (on Debian: apt install ffmpeg; from npm: npm install)`, () => undefined);
  }
}

/** Pixels of each frame that this ffmpeg decodes of a whole file, all of one size. `filter` as for `-vf`. */
export function wholeFilePixels(binary: FfmpegBinary, octets: Uint8Array, filter: string): readonly Uint8Array[] {
  const args = [
    '-v',
    'error',
    '-i',
    'pipe:0',
    '-map',
    '0:v:0',
    '-vf',
    `${filter},format=rgb24`,
    '-vsync',
    'passthrough',
  ];
  const size = /scale=(\d+):(\d+)/.exec(filter) ?? [];
  const octetsOfFrame = Number(size[1]) * Number(size[2]) * 3;
  const raw = execFileSync(binary.path, [...args, '-f', 'rawvideo', 'pipe:1'], { input: octets, maxBuffer: 1 << 30 });
  return Array.from({ length: raw.length / octetsOfFrame }, (_, index) =>
    raw.subarray(index * octetsOfFrame, (index + 1) * octetsOfFrame),
  );
}

/** Timestamp and hash of a picture's rgb24 pixels. */
export interface HashedFrame {
  readonly timestampMs: number;
  readonly hash: string;
}

/** What this ffmpeg decodes of a whole file, on its own: the reference. `filter` as for `-vf`. */
export function wholeFileFrames(binary: FfmpegBinary, octets: Uint8Array, filter?: string): readonly HashedFrame[] {
  const filters = filter === undefined ? [] : ['-vf', filter];
  const args = ['-v', 'error', '-copyts', '-i', 'pipe:0', '-map', '0:v:0', ...filters, '-vsync', 'passthrough'];
  const asHashes = [
    '-enc_time_base',
    '1:1000',
    '-pix_fmt',
    'rgb24',
    '-c:v',
    'rawvideo',
    '-f',
    'framehash',
    '-hash',
    'md5',
    'pipe:1',
  ];
  const text = execFileSync(binary.path, [...args, ...asHashes], {
    input: octets,
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  expect(text).toContain('#tb 0: 1/1000');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const fields = line.split(',').map((field) => field.trim());
    return { timestampMs: Number(fields[2]), hash: String(fields[5]) };
  });
}
