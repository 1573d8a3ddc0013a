import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Detection } from '@webm-reassembler/protocol';
import type { PictureSize } from '../../src/frames/frame.js';

/** Options of face-api's TinyFaceDetector. */
export interface ReferenceOptions {
  readonly inputSize: number;
  readonly scoreThreshold: number;
}

/**
 * What face-api by itself finds in rgb24 pictures, one list for each picture, as shares of the picture. It runs in a
 * process of its own: TensorFlow.js does not take the typed arrays of jest's realm.
 */
export function referenceFaces(
  pictures: Uint8Array,
  size: PictureSize,
  options: ReferenceOptions,
): readonly (readonly Detection[])[] {
  const directory = mkdtempSync(join(tmpdir(), 'reference-faces-'));
  try {
    const file = join(directory, 'pictures.rgb');
    writeFileSync(file, pictures);
    const args = [file, size.width, size.height, options.inputSize, options.scoreThreshold].map(String);
    const printed = runDetectorScript('reference.mjs', args);
    return asFaces(printed).map((faces) => faces.map((face) => inShares(face, size)));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a script of the folder `detectors` in a plain Node and returns the JSON that it prints. */
export function runDetectorScript(
  name: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): unknown {
  const script = fileURLToPath(new URL(`./detectors/${name}`, import.meta.url));
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return JSON.parse(execFileSync(process.execPath, [...nodeOptions, script, ...args], options));
}

interface PixelFace {
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function inShares(face: PixelFace, size: PictureSize): Detection {
  const box = {
    x: face.x / size.width,
    y: face.y / size.height,
    width: face.width / size.width,
    height: face.height / size.height,
  };
  return { score: face.score, box };
}

/** Boundary: what `reference.mjs` prints. */
function asFaces(printed: unknown): readonly (readonly PixelFace[])[] {
  return printed as readonly (readonly PixelFace[])[];
}

/** How far apart the same face may be in two lists. */
export interface Nearness {
  readonly score: number;
  /** Edges and sizes, in shares of the frame. */
  readonly share: number;
}

/** What the package itself gives in another process. */
export const SAME_ENGINE: Nearness = { score: 1e-6, share: 1e-6 };
/** What is promised of every engine: a score within 0.0001, an edge within a hundredth of a pixel of `pixels`. */
export const anyEngine = (pixels: number): Nearness => ({ score: 1e-4, share: 0.01 / pixels });

/** Compares detections one by one and in order. */
export function expectSameDetections(
  actual: readonly Detection[],
  expected: readonly Detection[],
  within: Nearness = SAME_ENGINE,
): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((detection, index) => {
    const reference = expected[index];
    expect(Math.abs(detection.score - Number(reference?.score))).toBeLessThan(within.score);
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(detection.box[side] - Number(reference?.box[side]))).toBeLessThan(within.share);
    }
  });
}
