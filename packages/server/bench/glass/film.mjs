/// <reference types="node" />
/** The film for Chromium's fake camera: panned faces, and in each frame its number as a row of black and white fields. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Fields of the number, the lowest bit first. */
export const BITS = 9;
/** Side of a field, in pixels. Large enough to survive a video encoder. */
export const FIELD = 24;

const PHOTOS = ['sample1.jpg', 'sample4.jpg', 'sample5.jpg'];

/** @param {string} film */
export async function makeFilm(film) {
  const photos = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
  const inputs = PHOTOS.flatMap((photo) => ['-loop', '1', '-framerate', '30', '-t', '3', '-i', join(photos, photo)]);
  const scaled = PHOTOS.map((_, index) => `[${index}:v]scale=800:600,setsar=1,format=yuvj420p[p${index}]`);
  const joined = `${PHOTOS.map((_, index) => `[p${index}]`).join('')}concat=n=${PHOTOS.length}:v=1:a=0`;
  const panned = "crop=640:480:x='80+80*sin(t)':y='60+60*cos(t)'";
  const filters = [...scaled, [joined, panned, ...numberFields()].join(',') + '[film]'].join(';');
  const output = ['-map', '[film]', '-c:v', 'mjpeg', '-q:v', '3', film];
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...inputs, '-filter_complex', filters, ...output]);
}

function numberFields() {
  const ground = `drawbox=x=0:y=0:w=${BITS * FIELD}:h=${FIELD}:color=black:t=fill`;
  const bits = Array.from({ length: BITS }, (_, bit) => {
    const isSet = `mod(floor(n/${2 ** bit})\\,2)`;
    return `drawbox=x=${bit * FIELD}:y=0:w=${FIELD}:h=${FIELD}:color=white:t=fill:enable='${isSet}'`;
  });
  return [ground, ...bits];
}

/**
 * The number in one row of gray fields.
 *
 * @param {Uint8Array} fields one octet each, from 0 (black) to 255 (white)
 */
export function numberOf(fields) {
  return fields.reduce((number, gray, bit) => number + (gray > 127 ? 2 ** bit : 0), 0);
}
