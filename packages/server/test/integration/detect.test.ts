import { execFileSync } from 'node:child_process';
import { expect } from '@jest/globals';
// Built, for the workers are: Node cannot load TypeScript.
import {
  DEFAULT_DETECTION_TASKS,
  faceDetector,
  startDetectorPool,
  type DetectionTasks,
  type DetectorModule,
  type DetectorPool,
} from '../../dist/detect/index.js';
import { loadFixture } from '../../../../fixtures/load.js';
import type { Frame } from '../../src/frames/frame.js';
import { detectInTurn } from './detect-in-turn.js';
import { ffmpegs } from './ffmpegs.js';
import { expectSameDetections, referenceFaces, runDetectorScript } from './reference-faces.js';

const VGA = { width: 640, height: 480 };
const VGA_OCTETS = VGA.width * VGA.height * 3;

let pools: DetectorPool[] = [];

function start(detector: DetectorModule, size = 1, tasks: Partial<DetectionTasks> = {}): DetectorPool {
  const pool = startDetectorPool({ detector, size, tasks: { ...DEFAULT_DETECTION_TASKS, ...tasks } });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

function frameOf(pixels: Uint8Array, timestampMs = 0, size = VGA): Frame {
  return { ...size, source: size, timestampMs, decodedAtMs: 0, pixels: Uint8Array.from(pixels) };
}

const binary = ffmpegs.find((candidate) => candidate.binary !== undefined)?.binary;

/** Every 60th picture of the faces fixture. */
function facePictures(): Buffer {
  if (binary === undefined) throw new Error('there is no ffmpeg');
  const args = ['-v', 'error', '-i', 'pipe:0', '-vf', "select='not(mod(n,60))'", '-vsync', 'passthrough'];
  const input = Buffer.concat(loadFixture('chromium156-faces-vp8-opus-250ms').chunks);
  return execFileSync(binary.path, [...args, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'], {
    input,
    maxBuffer: 1 << 28,
  });
}

describe('face-api in a worker', () => {
  test.each([
    { inputSize: 416, scoreThreshold: 0.4 },
    { inputSize: 224, scoreThreshold: 0.3 },
  ] as const)(
    'finds what face-api by itself finds in the same pixels: %o',
    async (options) => {
      const pictures = facePictures();
      const frames = Array.from({ length: pictures.length / VGA_OCTETS }, (_, index) =>
        frameOf(pictures.subarray(index * VGA_OCTETS, (index + 1) * VGA_OCTETS), index),
      );
      const { results, failures } = await detectInTurn(
        start(faceDetector('face-api', { tasks: options }), 1, options),
        frames,
      );
      expect(failures).toEqual([]);
      const reference = referenceFaces(pictures, VGA, options);
      expect(reference.flat().length).toBeGreaterThanOrEqual(4);
      expect(results).toHaveLength(reference.length);
      results.forEach(({ detections }, index) => expectSameDetections(detections, reference[index] ?? []));
    },
    240_000,
  );

  test('says how long it took to load, and what runs', async () => {
    const ready = await start(faceDetector('face-api', { tasks: { inputSize: 224 } }), 2).ready;
    expect(ready.engine).toBe('face-api on tfjs-wasm');
    expect(ready.loadMs).toBeGreaterThan(50);
  }, 240_000);

  test('holds no tensor back, and asks the network for nothing', () => {
    const { afterOne, afterMany } = asTensorCount(runDetectorScript('tensor-count.mjs'));
    expect(afterOne).toBeGreaterThan(0);
    expect(afterMany).toBe(afterOne);
  }, 240_000);

  test('an option that makes no sense fails the pool with the reason', async () => {
    const pool = start(faceDetector('face-api', { tasks: { scoreThreshold: 2 } }));
    await expect(pool.ready).rejects.toMatchObject({
      code: 'detector-unavailable',
      message: 'The detector could not be loaded: scoreThreshold is 2, not a number between 0 and 1',
    });
  });
});

describe('a detector of one’s own', () => {
  const own = { url: new URL('./detectors/own-detector.mjs', import.meta.url).href, options: { name: 'brightness' } };
  const small = { width: 4, height: 4 };
  const grey = (level: number, timestampMs: number): Frame =>
    frameOf(new Uint8Array(48).fill(level), timestampMs, small);

  test('is loaded from its file with its options, and its detections come back', async () => {
    const pool = start(own);
    expect((await pool.ready).engine).toBe('own brightness');
    const { results } = await detectInTurn(pool, [grey(51, 40)]);
    expect(results[0]?.detections).toEqual([{ score: 0.2, box: { x: 0, y: 0, width: 1, height: 1 } }]);
  });

  test('pixels move to the worker and back without a copy', async () => {
    const frame = grey(51, 40);
    const { results } = await detectInTurn(start(own), [frame]);
    expect(frame.pixels.length).toBe(0);
    expect(results[0]?.frame).toMatchObject({ timestampMs: 40, width: 4, height: 4 });
    expect(Array.from(results[0]?.frame.pixels ?? [])).toEqual(Array.from({ length: 48 }, () => 51));
  });

  test('one that takes its worker down loses that frame only', async () => {
    const { results, failures } = await detectInTurn(start(own), [grey(51, 0), grey(0, 40), grey(51, 80)]);
    expect(results.map(({ frame }) => frame.timestampMs)).toEqual([0, 80]);
    expect(failures).toEqual([
      { timestampMs: 40, code: 'worker-died', message: expect.stringContaining('exit code 7') },
    ]);
  });

  test('one that throws loses that frame only', async () => {
    const { results, failures } = await detectInTurn(start(own), [grey(255, 0), grey(51, 40)]);
    expect(results.map(({ frame }) => frame.timestampMs)).toEqual([40]);
    expect(failures).toEqual([{ timestampMs: 0, code: 'detector-threw', message: 'too bright' }]);
  });

  test('a file that is not there fails the pool with the reason', async () => {
    const pool = start({ url: new URL('./detectors/missing.mjs', import.meta.url).href, options: {} });
    await expect(pool.ready).rejects.toMatchObject({
      code: 'detector-unavailable',
      message: expect.stringContaining('missing.mjs'),
    });
  });
});

/** Boundary: what `tensor-count.mjs` prints. */
function asTensorCount(printed: unknown): { readonly afterOne: number; readonly afterMany: number } {
  return printed as { readonly afterOne: number; readonly afterMany: number };
}
