import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
// Built, for the workers are: Node cannot load TypeScript.
import {
  ownDetector,
  startDetectorPool,
  startProcessWorker,
  type DetectorPool,
  type DetectorPoolOptions,
} from '../../dist/detect/index.js';
import type { Frame } from '../../src/frames/frame.js';
import { detectInTurn } from './detect-in-turn.js';
import { fromTheTop, MOTION_DETECTOR } from './motion.js';

let pool: DetectorPool | undefined;

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

function module(name: string): string {
  return fileURLToPath(new URL(`./detectors/${name}.mjs`, import.meta.url));
}

function start(path: string, options: Partial<DetectorPoolOptions> = {}): DetectorPool {
  pool = startDetectorPool({
    detector: ownDetector(path),
    size: 1,
    startWorker: startProcessWorker,
    loadFailureCode: 'detector-module',
    ...options,
  });
  return pool;
}

/** What the troubled detector does depends on how wide the frame is. */
function frameOf(width: number, timestampMs = 0): Frame {
  const size = { width, height: 1 };
  return { ...size, source: size, timestampMs, decodedAtMs: 0, pixels: new Uint8Array(width * 3) };
}

describe('the motion detector of the documentation', () => {
  test('stands there as it is run here', async () => {
    const page = await readFile(
      fileURLToPath(new URL('../../../../docs/your-own-detector.md', import.meta.url)),
      'utf8',
    );
    expect(page).toContain(await readFile(MOTION_DETECTOR, 'utf8'));
  });

  test('finds where a square has moved, stream by stream, and nothing where nothing moves', async () => {
    const running = start(MOTION_DETECTOR);
    const { results } = await detectInTurn(running, [fromTheTop(0), fromTheTop(0), fromTheTop(40)]);
    const [first, still, moved] = results.map(({ detections }) => detections);
    expect([first, still]).toEqual([[], []]);
    expect(moved).toHaveLength(1);
    const [box] = (moved ?? []).map((detection) => detection.box);
    expect(box?.x).toBeCloseTo(0.25, 1);
    expect(box?.y).toBeCloseTo(0, 1);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeCloseTo((40 + 80) / 240, 1);
    const another = await detectInTurn(running, [fromTheTop(100)]);
    expect(another.results.map(({ detections }) => detections)).toEqual([[]]);
  });
});

describe("a detector of somebody's own that is in trouble loses the frame in hand and nothing else", () => {
  test.each([
    { trouble: 'throws', width: 1, code: 'detector-threw', message: 'as it was told' },
    { trouble: 'crashes', width: 2, code: 'worker-died', message: 'it was killed (SIGKILL)' },
    { trouble: 'hangs', width: 3, code: 'detector-timed-out', message: 'the detector did not answer within 3000 ms' },
  ])('when it $trouble', async ({ width, code, message }) => {
    const running = start(module('troubled'), { detectTimeoutMs: width === 3 ? 3000 : 60_000 });
    await running.ready;
    const { results, failures } = await detectInTurn(running, [frameOf(4, 0), frameOf(width, 100), frameOf(4, 200)]);
    expect(failures).toEqual([{ timestampMs: 100, code, message }]);
    expect(results.map(({ frame }) => frame.timestampMs)).toEqual([0, 200]);
  });
});

describe('a module that is no detector is refused by what is wrong with it', () => {
  test.each([
    ['lacks-create', 'does not export a function "createDetector"'],
    ['lacks-detect', 'gave nothing with a function "detect"'],
    ['throws', 'no weights here'],
  ])('%s', async (name, reason) => {
    await expect(start(module(name)).ready).rejects.toMatchObject({
      code: 'detector-module',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('a file that is not there', () => {
    expect(() => ownDetector('./nowhere.mjs')).toThrow('--detector ./nowhere.mjs: there is no file');
  });
});

test('a thread gets the pixels without a copy, and gives them back', async () => {
  pool = startDetectorPool({ detector: ownDetector(module('troubled')), size: 1 });
  const frame = frameOf(4);
  const given = pool.openSlot({ onDetections: () => undefined, onFailed: () => undefined });
  await pool.ready;
  given.submit(frame);
  expect(frame.pixels.byteLength).toBe(0);
  const { results } = await detectInTurn(pool, [frameOf(4)]);
  expect(results[0]?.frame.pixels.byteLength).toBe(12);
});
