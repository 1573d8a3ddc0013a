/// <reference types="node" />
/**
 * `npm run bench -- memory`: what a server has in memory with more workers, and with more streams. A worker costs the slope
 * of the first rows, a stream that of the others.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describeLoad, describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { runLoad } from '../load/run-load.mjs';

const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));
const SECONDS = 20;
const FPS = 5;
const WORKERS = [1, 2, 3, 4];
const STREAMS = [1, 4, 8];

/** @typedef {{ readonly workers: number, readonly streams: number, readonly megabytes: number, readonly decoders: number }} Row */

/**
 * @param {number} workers
 * @param {number} streams
 * @returns {Promise<Row>}
 */
async function measure(workers, streams) {
  process.stderr.write(`${workers} workers, ${streams} streams, ${SECONDS} s\n`);
  const serverFlags = ['--detector-workers', String(workers)];
  const { server } = await runLoad({ streams, fps: FPS, seconds: SECONDS, serverFlags });
  const megabytes = (server['residentOctets'] ?? 0) / 1e6;
  return { workers, streams, megabytes, decoders: (server['decoderResidentOctets'] ?? 0) / 1e6 };
}

/**
 * @param {readonly Row[]} rows
 * @param {'workers' | 'streams'} by
 */
function slope(rows, by) {
  const mean = (/** @type {(row: Row) => number} */ read) =>
    rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
  const [meanX, meanY] = [mean((row) => row[by]), mean((row) => row.megabytes)];
  return mean((row) => (row[by] - meanX) * (row.megabytes - meanY)) / mean((row) => (row[by] - meanX) ** 2);
}

const before = describeLoad();
const byWorkers = [];
for (const workers of WORKERS) byWorkers.push(await measure(workers, 1));
const byStreams = [];
for (const streams of STREAMS) byStreams.push(await measure(2, streams));
const text = [
  `Machine: ${describeMachine()}. Load before and after: ${before} and ${describeLoad()}.`,
  `Command: \`npm run bench -- memory\`, ${new Date().toISOString().slice(0, 10)}; 640x480 at ${FPS} analysed frames a second, tiny 416, ONNX Runtime;`,
  `the most that was seen in ${SECONDS} s.`,
  '',
  '| workers | streams | server, RSS | its ffmpegs together, RSS |',
  '| --- | --- | ---: | ---: |',
  ...[...byWorkers, ...byStreams].map(
    ({ workers, streams, megabytes, decoders }) =>
      `| ${workers} | ${streams} | ${megabytes.toFixed(0)} MB | ${decoders.toFixed(0)} MB |`,
  ),
  '',
  `By the line that fits best, a worker more is ${slope(byWorkers, 'workers').toFixed(0)} MB, and a stream more ${slope(byStreams, 'streams').toFixed(0)} MB and its ffmpeg.`,
].join('\n');
process.stdout.write(`${text}\n`);
await writeBetweenMarkers(DOCUMENT, 'memory', text);
