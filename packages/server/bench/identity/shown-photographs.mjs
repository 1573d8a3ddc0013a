/**
 * The photographs that the fixtures show, and where the faces are in them. There is no doubt about these faces: SSD
 * finds 3, 4 and 5 with scores from 0.78 on and nothing else down to 0.1, and as many can be counted by eye.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findFfmpeg } from '../../dist/decode/index.js';
import { DEFAULT_DETECTION_TASKS } from '../../dist/detect/index.js';
import { GreyPicture } from './grey-picture.mjs';
import { SHOWN } from './views.mjs';

/**
 * @import { Box } from '@webm-reassembler/protocol'
 * @import { Detector } from '../../dist/detect/index.js'
 * @import { Frame } from '../../dist/frames/frame.js'
 *
 * @typedef {{ readonly grey: GreyPicture, readonly faces: readonly Box[] }} ShownPhotograph Boxes in shares of it.
 */

const FACES_BY_EYE = [3, 4, 5];
const demo = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

/**
 * @param {Detector} detector
 * @returns {Promise<readonly ShownPhotograph[]>}
 */
export async function shownPhotographs(detector) {
  const { path } = await findFfmpeg();
  const tasks = { ...DEFAULT_DETECTION_TASKS, model: /** @type {const} */ ('ssd'), scoreThreshold: 0.5 };
  const photographs = [];
  for (const [index, number] of SHOWN.entries()) {
    const frame = photograph(path, join(demo, `sample${number}.jpg`));
    const faces = (await detector.detect(frame, tasks, 0)).map(({ box }) => box);
    if (faces.length !== FACES_BY_EYE[index])
      throw new Error(`sample${number}.jpg shows ${FACES_BY_EYE[index]} faces, SSD found ${faces.length}`);
    photographs.push({ grey: new GreyPicture(frame), faces });
  }
  return photographs;
}

/**
 * @param {string} ffmpeg
 * @param {string} file
 * @returns {Frame}
 */
function photograph(ffmpeg, file) {
  const args = ['-v', 'error', '-i', file, '-pix_fmt', 'rgb24', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'];
  const ppm = execFileSync(ffmpeg, args, { maxBuffer: 1 << 28 });
  const [header = '', width, height] = /^P6\s(\d+)\s(\d+)\s255\s/.exec(ppm.subarray(0, 32).toString('latin1')) ?? [];
  const size = { width: Number(width), height: Number(height) };
  return {
    ...size,
    source: size,
    timestampMs: 0,
    decodedAtMs: 0,
    pixels: Uint8Array.from(ppm.subarray(header.length)),
  };
}
