import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFixture } from '../../../../fixtures/load.js';
import type { PictureSize } from '../../src/frames/frame.js';
import { ffmpegs } from './ffmpegs.js';

/** A picture with faces. */
export interface FacePicture extends PictureSize {
  /** Where it is from, for people. */
  readonly title: string;
  /** rgb24. */
  readonly pixels: Uint8Array;
}

/** The shapes in which the photographs are looked at: wider and higher than they are high and wide, larger and smaller than the nets. */
export const GEOMETRIES: readonly PictureSize[] = [
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
  { width: 480, height: 640 },
  { width: 640, height: 360 },
  { width: 416, height: 312 },
  { width: 320, height: 240 },
];

/** Number of the later frame that is taken of a recording. */
const LATER = 25;

const PHOTOGRAPHS = [1, 2, 3, 4, 5, 6];
const demo = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
const fixtures = fileURLToPath(new URL('../../../../fixtures', import.meta.url));

/** The six photographs of the face-api package, stretched to a size, each with the tasks to do on it. */
export function photographs<Tasks>(
  size: PictureSize,
  tasks: Tasks,
): readonly (FacePicture & { readonly tasks: Tasks })[] {
  return PHOTOGRAPHS.map((number) => {
    const file = join(demo, `sample${number}.jpg`);
    const pixels = decode(['-i', file, '-vf', `scale=${size.width}:${size.height}`]);
    return { title: `sample${number} at ${size.width}x${size.height}`, ...size, pixels, tasks };
  });
}

/** Two frames of every recording that shows faces: the first ones, and later ones. */
export function fixturePictures(): readonly [first: readonly FacePicture[], later: readonly FacePicture[]] {
  const names = readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^(chromium|firefox)/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => loadFixture(name).manifest.licence.startsWith('Faces'));
  const first = names.flatMap((name) => fixturePicture(name, 0));
  const later = names.flatMap((name) => fixturePicture(name, LATER));
  expect(first.length).toBeGreaterThanOrEqual(15);
  expect(later.length).toBeGreaterThanOrEqual(12);
  return [first, later];
}

/** One frame by its number; none where the recording is not that long. */
function fixturePicture(name: string, frame: number): readonly FacePicture[] {
  const directory = mkdtempSync(join(tmpdir(), 'face-pictures-'));
  try {
    // A file: ffmpeg stops reading when it has the frame, which breaks a pipe.
    const file = join(directory, name);
    writeFileSync(file, Buffer.concat(loadFixture(name).chunks));
    const size = sizeOf(file);
    const filter = `select='eq(n,${frame})',scale=${size.width}:${size.height}`;
    const pixels = decode(['-i', file, '-vf', filter]);
    return pixels.length === 0 ? [] : [{ title: `frame ${frame} of ${name}`, ...size, pixels }];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Width and height of the first frame. */
function sizeOf(file: string): PictureSize {
  const header = Buffer.from(run(['-i', file, '-frames:v', '1', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1']));
  const [, width, height] = /^P6\s(\d+)\s(\d+)\s/.exec(header.subarray(0, 32).toString('latin1')) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** One picture as rgb24. */
function decode(args: readonly string[]): Uint8Array {
  return run([...args, '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1']);
}

function run(args: readonly string[]): Uint8Array {
  const binary = ffmpegs.find((candidate) => candidate.binary !== undefined)?.binary;
  if (binary === undefined) throw new Error('there is no ffmpeg');
  return execFileSync(binary.path, ['-v', 'error', ...args], { maxBuffer: 1 << 28 });
}
