import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findFfmpeg } from '../../dist/decode/index.js';

/** @import { Frame } from '../../dist/frames/frame.js' */

const demo = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
const NUMBERS = [1, 2, 3, 4, 5, 6];
const MAX_OCTETS = 1 << 30;

/**
 * Runs ffmpeg and returns what it writes to its standard output.
 *
 * @param {readonly string[]} args
 * @param {Uint8Array} [input]
 * @returns {Promise<Uint8Array>}
 */
export async function ffmpeg(args, input) {
  const { path } = await findFfmpeg();
  const options = { maxBuffer: MAX_OCTETS, ...(input === undefined ? {} : { input }) };
  return execFileSync(path, ['-v', 'error', ...args], options);
}

/**
 * The six photographs of the face-api package as frames of this size.
 *
 * @param {number} width
 * @param {number} height
 */
export async function photographs(width, height) {
  const frames = [];
  for (const number of NUMBERS) {
    const scale = ['-i', join(demo, `sample${number}.jpg`), '-vf', `scale=${width}:${height}:flags=bicubic`];
    frames.push(frameOf(await ffmpeg([...scale, ...rawVideo()]), width, height));
  }
  return frames;
}

/** Options of ffmpeg for rgb24 on standard output. @returns {readonly string[]} */
export function rawVideo() {
  return ['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @returns {Frame}
 */
export function frameOf(pixels, width, height) {
  const size = { width, height };
  return { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels: Uint8Array.from(pixels) };
}
