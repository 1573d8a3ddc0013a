import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  const inputs = PHOTOGRAPHS.flatMap((number) => ['-i', join(demo, `sample${number}.jpg`)]);
  const filter = `scale=${size.width}:${size.height}`;
  const pictures = decode(
    inputs,
    PHOTOGRAPHS.map((_, input) => ({ input, filter })),
  );
  return pictures.flatMap((picture, index) =>
    picture === undefined
      ? []
      : [{ ...picture, title: `sample${PHOTOGRAPHS[index]} at ${size.width}x${size.height}`, tasks }],
  );
}

/** Two frames of every recording that shows faces: the first ones, and later ones. */
export function fixturePictures(): readonly [first: readonly FacePicture[], later: readonly FacePicture[]] {
  const names = readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^(chromium|firefox)/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => loadFixture(name).manifest.licence.startsWith('Faces'));
  const frames = names.map(fixtureFrames);
  const first = frames.flatMap(([picture]) => picture ?? []);
  const later = frames.flatMap(([, picture]) => picture ?? []);
  expect(first.length).toBeGreaterThanOrEqual(15);
  expect(later.length).toBeGreaterThanOrEqual(12);
  return [first, later];
}

/** The first frame, and the later one; none where the recording is not that long. */
function fixtureFrames(name: string): readonly (FacePicture | undefined)[] {
  // A file: ffmpeg stops reading when it has the frames, which breaks a pipe.
  return inFolder((folder) => {
    const file = join(folder, name);
    writeFileSync(file, Buffer.concat(loadFixture(name).chunks));
    const numbers = [0, LATER];
    const wanted = numbers.map((number) => ({ input: 0, filter: `select='eq(n,${number})'` }));
    return decode(['-i', file], wanted).map(
      (picture, index) => picture && { ...picture, title: `frame ${numbers[index]} of ${name}` },
    );
  });
}

interface Wanted {
  /** The place of its `-i`. */
  readonly input: number;
  readonly filter: string;
}

interface Picture extends PictureSize {
  readonly pixels: Uint8Array;
}

/** The first picture that comes out of each filter, `undefined` where none does; all by one ffmpeg, which takes its time to start. */
function decode(inputs: readonly string[], wanted: readonly Wanted[]): readonly (Picture | undefined)[] {
  const binary = ffmpegs.find((candidate) => candidate.binary !== undefined)?.binary;
  if (binary === undefined) throw new Error('there is no ffmpeg');
  return inFolder((folder) => {
    const paths = wanted.map((_, index) => join(folder, `${index}.ppm`));
    const outputs = wanted.flatMap(({ input, filter }, index) => [
      ...['-map', `${input}:v:0`, '-vf', filter, '-frames:v', '1', '-c:v', 'ppm', '-f', 'image2pipe'],
      paths[index] ?? '',
    ]);
    execFileSync(binary.path, ['-v', 'error', '-nostdin', ...inputs, ...outputs]);
    return paths.map((path) => pictureIn(readFileSync(path)));
  });
}

/** The PPM picture in these octets: a head with its size, and rgb24. */
function pictureIn(octets: Buffer): Picture | undefined {
  if (octets.length === 0) return undefined;
  const head = /^P6\s(\d+)\s(\d+)\s255\s/.exec(octets.subarray(0, 32).toString('latin1'));
  if (head === null) throw new Error('ffmpeg wrote something else than a picture');
  const [{ length }, width, height] = head;
  return { width: Number(width), height: Number(height), pixels: Uint8Array.from(octets.subarray(length)) };
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'face-pictures-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
