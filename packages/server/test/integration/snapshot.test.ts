import { execFileSync } from 'node:child_process';
import { renderSnapshot } from '../../src/snapshot/index.js';
import { loadCanvas } from '../../src/snapshot/canvas-package.js';
import type { Frame } from '../../src/frames/frame.js';
import { ffmpegs } from './ffmpegs.js';

const size = { width: 320, height: 240 };
const isCanvasHere = await loadCanvas().then(
  () => true,
  () => false,
);
const binary = ffmpegs.find((candidate) => candidate.binary !== undefined)?.binary;
const canRun = (isCanvasHere && binary !== undefined) || process.env['CI'] === 'true';
const testHere = canRun ? test : test.skip;
const reason = canRun ? '' : ` (canvas or ffmpeg is not installed: npm rebuild canvas; apt install ffmpeg)`;

function blueFrame(): Frame {
  const pixels = new Uint8Array(size.width * size.height * 3);
  for (let blue = 2; blue < pixels.length; blue += 3) pixels[blue] = 200;
  return { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels };
}

/** Red, green and blue of the pixel at a place of the JPEG, decoded by ffmpeg. */
function pixelOf(jpeg: Uint8Array): (x: number, y: number) => readonly number[] {
  const args = [
    '-v',
    'error',
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
    '-i',
    'pipe:0',
    '-pix_fmt',
    'rgb24',
    '-f',
    'rawvideo',
    'pipe:1',
  ];
  const pixels = execFileSync(binary?.path ?? 'ffmpeg', args, { input: jpeg, maxBuffer: 1 << 26 });
  expect(pixels).toHaveLength(size.width * size.height * 3);
  return (x, y) => [...pixels.subarray((y * size.width + x) * 3, (y * size.width + x) * 3 + 3)];
}

testHere(`a snapshot is a JPEG of the frame with a box where the detection is${reason}`, async () => {
  const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
  const at = pixelOf(await renderSnapshot(blueFrame(), [{ score: 0.87, box }]));
  const [redOutside, greenOutside, blueOutside] = at(20, 220);
  expect(blueOutside).toBeGreaterThan(180);
  expect(Math.max(Number(redOutside), Number(greenOutside))).toBeLessThan(30);
  const [, greenInside] = at(160, 120);
  expect(greenInside).toBeLessThan(30);
  for (const [x, y] of [
    [80, 120],
    [240, 120],
    [160, 60],
    [160, 180],
  ] as const)
    expect(at(x, y)[1]).toBeGreaterThan(120);
});

testHere(`a snapshot leaves the frame as it was${reason}`, async () => {
  const frame = blueFrame();
  await renderSnapshot(frame, [{ score: 1, box: { x: 0, y: 0, width: 1, height: 1 } }]);
  expect(frame.pixels).toEqual(blueFrame().pixels);
});
