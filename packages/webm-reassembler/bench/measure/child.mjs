/*
 * One contender in a process of its own: it makes its input, then measures each time it is asked to.
 * Started by contender-process.mjs with `--expose-gc`.
 */
import process from 'node:process';
import { CONTENDERS } from '../contenders/index.mjs';
import { copyAll } from '../contenders/memcpy.mjs';
import { CASES } from '../inputs/cases.mjs';
import { median } from './median.mjs';
import { MemoryPeak } from './memory-peak.mjs';

/** @import { Job, Memory, Timing } from './contender-process.mjs' */

/** Octets that are read again and again before anything is measured, and for how long, so that the code is compiled. */
const WARM_UP_OCTETS = 8e6;
const WARM_UP_MS = 2000;
/** A round is repeated for this long, since what is over in some milliseconds says little alone. */
const ROUND_MS = 500;

const [caseName, contenderName, octets] = process.argv.slice(2);
const input = CASES.find(({ name }) => name === caseName);
const contender = CONTENDERS.find(({ name }) => name === contenderName);
if (input === undefined || contender === undefined)
  throw new Error(`no such case or contender: ${process.argv.slice(2).join(', ')}`);

const chunks = input.chunks(Number(octets));
const totalOctets = chunks.reduce((sum, { length }) => sum + length, 0);

process.on('message', (/** @type {Job} */ job) => void answer(job));
process.send?.('ready');

/** @param {Job} job */
async function answer(job) {
  try {
    process.send?.(await { 'warm-up': warmUp, time, memory }[job]());
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
}

/** @returns {Promise<object>} */
async function warmUp() {
  let read = 0;
  const start = chunks.filter(({ length }) => (read += length) <= Math.min(WARM_UP_OCTETS, totalOctets / 4));
  const startedAt = performance.now();
  while (start.length > 0 && performance.now() - startedAt < WARM_UP_MS) await contender?.read(start);
  return {};
}

/** @returns {Promise<Timing>} */
async function time() {
  // No garbage collection here: with no reader alive it would make V8 drop the code that the warm-up had compiled.
  const target = new Uint8Array(totalOctets).fill(1); // its pages are there before the clock starts
  copyAll(chunks, target);
  const times = [];
  const copyTimes = [];
  const startedAt = performance.now();
  for (;;) {
    copyTimes.push(copyAll(chunks, target));
    const readAt = performance.now();
    const tally = await contender?.read(chunks);
    const endedAt = performance.now();
    times.push(endedAt - readAt);
    if (tally === undefined) throw new Error('no contender');
    if (endedAt - startedAt < ROUND_MS) continue;
    return { ms: median(times), memcpyMs: median(copyTimes), octets: totalOctets, chunks: chunks.length, tally };
  }
}

/** @returns {Promise<Memory>} */
async function memory() {
  const peak = new MemoryPeak(Math.ceil(chunks.length / 50));
  await contender?.read(chunks, () => peak.sample());
  return peak.result();
}
