import { CONTENDERS } from '../contenders/index.mjs';
import { ContenderProcess } from './contender-process.mjs';
import { median } from './median.mjs';

/** @import { Case } from '../inputs/cases.mjs' */
/** @import { Failure, Memory, Timing } from './contender-process.mjs' */

/** A contender that takes longer for one round does one, and its memory is not measured: the rest would tell nothing new. */
export const SLOW_MS = 5000;

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {boolean} makesSegments
 * @property {string} [failure]
 * @property {number} ms Median of the rounds.
 * @property {number} memcpyShare Median of (time of memcpy / own time), round by round.
 * @property {number} rounds
 * @property {Timing} [timing] Of the last round.
 * @property {Memory} [memory]
 */

/**
 * Measures all contenders on one input, in rounds: each is asked in turn, so that what the machine does besides hits all.
 *
 * @param {Case} input
 * @param {{ readonly octets: number, readonly rounds: number }} settings
 * @param {(text: string) => void} tell
 * @returns {Promise<readonly Row[]>}
 */
export async function runCase(input, { octets, rounds }, tell) {
  const processes = CONTENDERS.map(({ name }) => new ContenderProcess(input.name, name, octets, input.limitSeconds));
  /** @type {Timing[][]} */
  const timings = CONTENDERS.map(() => []);
  /** @type {(string | undefined)[]} */
  const failures = CONTENDERS.map(() => undefined);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of CONTENDERS.entries()) {
      const own = timings[index] ?? [];
      if (failures[index] !== undefined || (own[0]?.ms ?? 0) > SLOW_MS) continue;
      tell(`${input.name}: ${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}, ${contender.name}`);
      const answer = /** @type {Timing | Failure | undefined} */ (
        await processes[index]?.do(round === 0 ? 'warm-up' : 'time')
      );
      if (answer === undefined || 'error' in answer) failures[index] = answer?.error;
      else if (round > 0) own.push(answer);
    }
  }
  for (const process of processes) process.end();
  const rows = [];
  for (const [index, { name, makesSegments = false }] of CONTENDERS.entries()) {
    const own = timings[index] ?? [];
    const failure = failures[index];
    const isMeasured = input.measuresMemory === true && failure === undefined && (own[0]?.ms ?? 0) <= SLOW_MS;
    if (isMeasured) tell(`${input.name}: memory, ${name}`);
    const memory = isMeasured ? await memoryOf(input, name, octets) : undefined;
    rows.push({ name, makesSegments, ...summary(own), ...(failure && { failure }), ...(memory && { memory }) });
  }
  return rows;
}

/** @param {readonly Timing[]} timings */
function summary(timings) {
  const timing = timings.at(-1);
  return {
    ms: median(timings.map(({ ms }) => ms)),
    memcpyShare: median(timings.map(({ ms, memcpyMs }) => memcpyMs / ms)),
    rounds: timings.length,
    ...(timing && { timing }),
  };
}

/**
 * @param {Case} input
 * @param {string} name
 * @param {number} octets
 */
async function memoryOf(input, name, octets) {
  const process = new ContenderProcess(input.name, name, octets, 3 * input.limitSeconds);
  const answer = /** @type {Memory | Failure} */ (await process.do('memory'));
  process.end();
  return 'error' in answer ? undefined : answer;
}
