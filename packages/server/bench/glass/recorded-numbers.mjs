/// <reference types="node" />
/** Which frame of the film is behind which timestamp of a recording. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { BITS, FIELD, numberOf } from './film.mjs';

/**
 * @param {string} recording path of a WebM file
 * @returns {Promise<ReadonlyMap<number, number>>} number of the frame by its timestamp in ms
 */
export async function recordedNumbers(recording) {
  const fields = `crop=${BITS * FIELD}:${FIELD}:0:0,scale=${BITS}:1:flags=area,format=gray,showinfo`;
  const args = ['-v', 'info', '-copyts', '-i', recording, '-map', '0:v:0', '-vf', fields, '-vsync', 'passthrough'];
  const output = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const options = { encoding: /** @type {const} */ ('buffer'), maxBuffer: 1e8 };
  const { stdout, stderr } = await promisify(execFile)('ffmpeg', [...args, ...output], options);
  const times = [...stderr.toString('utf8').matchAll(/ pts_time:(\S+)/g)].map((match) =>
    Math.round(Number(match[1]) * 1000),
  );
  return new Map(times.map((ms, index) => [ms, numberOf(stdout.subarray(index * BITS, (index + 1) * BITS))]));
}
