import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeLoad, describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { percentilesOf } from '../../dist/cli/load/percentiles.js';
import { DECODERS } from './decoders.mjs';
import { CODECS } from './recording.mjs';

const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));
/** Chunks after which ffmpeg is killed: right behind a keyframe, and far from one. */
const KILLS = [4, 12, 20];
const ROUNDS = 2;

/**
 * What the scripts beside this one print.
 *
 * @typedef {{ readonly title: string; readonly firstFrameMs: number; readonly latencies: readonly number[];
 *   readonly cpuShare: number; readonly megabytes: number }} PacedRun
 *
 * @typedef {{ readonly cpu: number; readonly frames: number }} FullSpeedRun
 *
 * @typedef {{ readonly backAfterMs: number }} KilledRun
 */

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<unknown>}
 */
async function run(script, ...args) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args]);
  return /** @type {unknown} */ (JSON.parse(stdout));
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<PacedRun>}
 */
async function paced(...args) {
  return /** @type {PacedRun} */ (await run('./paced-run.mjs', ...args));
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<FullSpeedRun>}
 */
async function fullSpeed(...args) {
  return /** @type {FullSpeedRun} */ (await run('./full-speed-run.mjs', ...args));
}

/**
 * @param {readonly number[]} values
 * @returns {string} p50, p95 and the largest
 */
function spread(values) {
  const { p50 = Number.NaN, p95 = Number.NaN } = percentilesOf(values) ?? {};
  return [p50, p95, Math.max(...values)].map((value) => value.toFixed(0)).join(' / ');
}

async function pacedTable() {
  const rows = [];
  for (const codec of CODECS) {
    for (const name of DECODERS) {
      const runs = [];
      for (let round = 0; round < ROUNDS; round += 1) runs.push(await paced(name, codec));
      const latencies = runs.flatMap((one) => one.latencies);
      const numbers = [
        Math.min(...runs.map((one) => one.firstFrameMs)).toFixed(0),
        spread(latencies),
        Math.min(...runs.map((one) => one.cpuShare)).toFixed(3),
        Math.min(...runs.map((one) => one.megabytes)).toFixed(0),
      ];
      rows.push(`| ${codec} | ${String(runs[0]?.title)} | ${numbers.join(' | ')} |`);
      process.stderr.write(`${rows.at(-1)}\n`);
    }
  }
  return [
    '| codec | decoder | first frame, ms | frame after its chunk, ms: p50 / p95 / max | CPU s per s | RSS, MB |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

/**
 * The least of some runs: what the machine does besides only adds.
 *
 * @param {readonly string[]} args
 * @returns {Promise<FullSpeedRun>}
 */
async function least(...args) {
  const runs = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await fullSpeed(...args));
  return runs.reduce((one, other) => (other.cpu < one.cpu ? other : one));
}

async function costTable() {
  const rows = [];
  for (const name of DECODERS) {
    const every = await least(name, 'every-frame');
    const ten = await least(name, '10');
    const dropped = await least(name, '10', '1');
    const each = (1000 * (every.cpu - ten.cpu)) / (every.frames - ten.frames);
    const columns = [every, ten, dropped].map(({ cpu, frames }) => `${cpu.toFixed(2)} (${frames})`);
    rows.push(`| ${name} | ${columns.join(' | ')} | ${each.toFixed(2)} |`);
    process.stderr.write(`${rows.at(-1)}\n`);
  }
  return [
    '| decoder | every frame: CPU s (frames) | 10 a second | 10, of which 1 is wanted | ms per frame that comes out |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

async function killedTable() {
  const rows = [];
  for (const name of DECODERS.filter((decoder) => decoder !== 'webcodecs')) {
    const times = [];
    for (const chunks of KILLS)
      times.push(/** @type {KilledRun} */ (await run('./killed-run.mjs', name, String(chunks))).backAfterMs);
    rows.push(
      `| ${name} | ${[...times]
        .sort((one, other) => one - other)
        .map((time) => time.toFixed(0))
        .join(', ')} |`,
    );
    process.stderr.write(`${rows.at(-1)}\n`);
  }
  return ['| decoder | killed with SIGKILL: ms until the next new frame |', '| --- | --- |', ...rows].join('\n');
}

const loadBefore = describeLoad();
const tables = [await pacedTable(), await costTable(), await killedTable()];
const head = [
  `Machine: ${describeMachine()}. Load before and after: ${loadBefore} and ${describeLoad()}.`,
  `Command: \`npm run bench -- decode\`, ${new Date().toISOString().slice(0, 10)}. ${ROUNDS} runs each: the latencies of all, and else the better run.`,
].join('\n');
const text = [head, ...tables].join('\n\n');
process.stdout.write(`${text}\n`);
await writeBetweenMarkers(DOCUMENT, 'decode', text);
