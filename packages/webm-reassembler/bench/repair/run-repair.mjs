import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { walk } from '../inputs/ebml-walk.mjs';
import { liveRecording } from '../inputs/live-recording.mjs';
import { median } from '../measure/median.mjs';
import { SLOW_MS } from '../measure/run-case.mjs';
import { examine } from './examine.mjs';
import { residentPeak } from './resident-peak.mjs';

const OURS = fileURLToPath(new URL('../../bin/webm-reassembler.js', import.meta.url));
const PEER_PROCESS = fileURLToPath(new URL('peer-process.mjs', import.meta.url));
const OCTETS = 200e6;
const LIMIT_MS = 120_000;
const PACE_MS = 10;

/**
 * @typedef {object} Repair
 * @property {string} name
 * @property {(input: string, output: string, durationMs: number) => readonly [string, ...string[]]} command
 *
 * @typedef {object} RepairRow
 * @property {string} name
 * @property {string} [failure]
 * @property {number} ms
 * @property {number | undefined} residentOctets
 * @property {import('./examine.mjs').Examination} [examination]
 * @property {number} endMs Of the recording that was repaired.
 */

/** @type {readonly Repair[]} */
const REPAIRS = [
  {
    name: 'webm-reassembler repair',
    command: (input, output) => [process.execPath, OURS, 'repair', input, '--out', output],
  },
  {
    name: 'ffmpeg -c copy',
    command: (input, output) => ['ffmpeg', '-v', 'error', '-y', '-i', input, '-c', 'copy', output],
  },
  ...['fix-webm-duration', 'ts-ebml', 'webm-duration-fix'].map((name) => ({
    name,
    command: (/** @type {string} */ input, /** @type {string} */ output, /** @type {number} */ durationMs) =>
      /** @type {const} */ ([process.execPath, PEER_PROCESS, name, input, output, String(durationMs)]),
  })),
];

/**
 * Repairs one recording of a file with each, in rounds, each time in a new process.
 *
 * @param {{ readonly rounds: number, readonly scale: number }} settings
 * @param {(text: string) => void} tell
 */
export async function runRepair({ rounds, scale }, tell) {
  const folder = mkdtempSync(join(tmpdir(), 'webm-reassembler-bench-'));
  try {
    const input = join(folder, 'recording.webm');
    const recording = untilLastElement(
      Buffer.concat(liveRecording('chromium156-faces-vp8-opus-250ms', OCTETS * scale)),
    );
    writeFileSync(input, recording);
    const { endMs } = examine(recording);
    const runs = REPAIRS.map(() => /** @type {Run[]} */ ([]));
    for (let round = 1; round <= rounds; round++) {
      for (const [index, repair] of REPAIRS.entries()) {
        const output = join(folder, `${index}.webm`);
        if (runs[index]?.some(({ failure, ms }) => failure !== undefined || ms > SLOW_MS)) continue;
        tell(`repair: round ${round} of ${rounds}, ${repair.name}`);
        runs[index]?.push(await run(repair.command(input, output, endMs)));
      }
    }
    const rows = REPAIRS.map(({ name }, index) => row(name, runs[index] ?? [], join(folder, `${index}.webm`), endMs));
    return { octets: recording.length, rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Without the element that the last chunk begins and does not end: a recorder that is stopped ends it.
 *
 * @param {Buffer} recording
 */
function untilLastElement(recording) {
  let end = 0;
  for (const { bodyEnd } of walk(recording)) if (bodyEnd <= recording.length) end = bodyEnd;
  return recording.subarray(0, end);
}

/** @typedef {{ readonly ms: number, readonly residentOctets: number | undefined, readonly failure?: string }} Run */

/**
 * @param {readonly [string, ...string[]]} command
 * @returns {Promise<Run>}
 */
function run([file, ...args]) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT_MS });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr += text;
    });
    /** @type {number | undefined} */
    let residentOctets;
    const watch = setInterval(() => {
      residentOctets = residentPeak(child.pid) ?? residentOctets;
    }, PACE_MS);
    /** @param {string | undefined} failure */
    const finish = (failure) => {
      clearInterval(watch);
      resolve({ ms: performance.now() - startedAt, residentOctets, ...(failure !== undefined && { failure }) });
    };
    child.on('error', ({ message }) => finish(message));
    child.on('close', (code) => finish(code === 0 ? undefined : failureIn(stderr, code)));
  });
}

/**
 * @param {string} stderr
 * @param {number | null} code
 */
function failureIn(stderr, code) {
  const line = stderr.split('\n').find((text) => /error/i.test(text)) ?? stderr.split('\n')[0] ?? '';
  return `fails (${code ?? 'stopped'}): ${line.trim().slice(0, 120)}`;
}

/**
 * @param {string} name
 * @param {readonly Run[]} runs
 * @param {string} output
 * @param {number} endMs
 * @returns {RepairRow}
 */
function row(name, runs, output, endMs) {
  const failure = runs.find((run) => run.failure !== undefined)?.failure;
  const residents = runs.flatMap(({ residentOctets }) => residentOctets ?? []);
  return {
    name,
    ms: median(runs.map(({ ms }) => ms)),
    residentOctets: residents.length > 0 ? median(residents) : undefined,
    endMs,
    ...(failure === undefined && existsSync(output) && { examination: examine(readFileSync(output)) }),
    ...(failure !== undefined && { failure }),
  };
}
