/// <reference types="node" />
/**
 * `npm run bench -- load`: what a server on this machine does with one stream and with more, and with a hundred that it
 * records only. Runs `webm-reassembler-server load`, the publishers being on the same machine.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { describeLoad, describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { runLoad } from './run-load.mjs';

/** @import { LoadReport, Percentiles } from './run-load.mjs' */

const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));

/**
 * @typedef {object} Case
 * @property {number} streams
 * @property {number} fps
 * @property {number} inputSize
 * @property {number} seconds
 * @property {number} [side] Longer side of the frames that ffmpeg hands over; otherwise they are those of the video.
 */

/** @type {readonly Case[]} */
const CASES = [
  { streams: 1, fps: 10, inputSize: 416, seconds: 30 },
  { streams: 2, fps: 10, inputSize: 416, seconds: 30 },
  { streams: 4, fps: 10, inputSize: 416, seconds: 30 },
  { streams: 8, fps: 5, inputSize: 320, seconds: 30 },
  { streams: 16, fps: 5, inputSize: 320, seconds: 60 },
  { streams: 16, fps: 5, inputSize: 320, seconds: 60, side: 320 },
  { streams: 100, fps: 0, inputSize: 416, seconds: 60 },
];

const STAGES = /** @type {const} */ (['decode', 'queue', 'detect', 'total']);

const before = describeLoad();
const rows = [];
for (const chosen of CASES) rows.push(row(chosen, await run(chosen)));
const table = [
  `Machine: ${describeMachine()}. Load before and after: ${before} and ${describeLoad()}. Publishers and server share it.`,
  `Command: \`npm run bench -- load\`, ${new Date().toISOString().slice(0, 10)}; VP8 and Opus, 640x480, 30 frames a second, 1 Mbit/s, 250 ms.`,
  '',
  '| streams, asked a second; net | analysed a second of a stream | in all | decode p50 / p95 | queue | detect | chunk to result | acknowledged p95 | CPU s a stream-minute, decoders | RSS, a stream | octets lost |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
process.stdout.write(`${table}\n`);
await writeBetweenMarkers(DOCUMENT, 'load', table);

/**
 * @param {Case} chosen
 * @returns {Promise<LoadReport>}
 */
async function run({ streams, fps, inputSize, seconds, side }) {
  process.stderr.write(`${streams} streams at ${fps} a second for ${seconds} s\n`);
  const scaled = side === undefined ? [] : ['--max-analysed-side', String(side)];
  return runLoad({ streams, fps, seconds, serverFlags: ['--detector-input-size', String(inputSize), ...scaled] });
}

/**
 * @param {Case} chosen
 * @param {LoadReport} report
 */
function row({ streams, fps, inputSize, side }, { latencyMs, analysedFps, recordings, server, ...report }) {
  const stages = STAGES.map((stage) => pair(latencyMs[stage]));
  const own = (server['cpuSecondsPerStreamMinute'] ?? 0).toFixed(2);
  const decoders = (server['decoderCpuSecondsPerStreamMinute'] ?? 0).toFixed(2);
  const megabytes = (/** @type {number | undefined} */ octets) => `${((octets ?? 0) / 1e6).toFixed(1)} MB`;
  const memory = `${megabytes(server['residentOctets'])}, ${megabytes(server['residentOctetsPerStream'])}`;
  const lost = `${recordings.lostOctets}; ${recordings.identical} of ${streams} identical`;
  return `| ${[
    fps === 0
      ? `${streams}, recorded only`
      : `${streams}, ${fps}; tiny ${inputSize}${side === undefined ? '' : ', scaled by ffmpeg'}`,
    `${analysedFps.least.toFixed(1)} to ${analysedFps.most.toFixed(1)}`,
    (report.framesAnalysed / report.seconds).toFixed(1),
    ...stages,
    `${latencyMs['acknowledge']?.p95.toFixed(0) ?? '-'} ms`,
    `${own}, ${decoders}`,
    memory,
    lost,
  ].join(' | ')} |`;
}

/** @param {Percentiles | undefined} percentiles */
function pair(percentiles) {
  return percentiles === undefined ? '-' : `${percentiles.p50.toFixed(0)} / ${percentiles.p95.toFixed(0)} ms`;
}
