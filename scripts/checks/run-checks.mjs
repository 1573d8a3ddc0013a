import { inSeconds } from '../setup/steps.mjs';

/** @import { Check } from './index.mjs' */

/** Two at a time: most wait for the disk at their start. */
const AT_ONCE = 2;

/**
 * Runs all checks, also after one has failed, and prints a line for each, with what is wrong below it.
 *
 * @param {readonly Check[]} checks
 * @param {(text: string) => void} print
 * @returns {Promise<readonly string[]>} The names of those that failed.
 */
export async function runChecks(checks, print) {
  const waiting = [...checks];
  /** @type {string[]} */
  const failed = [];
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await runCheck(check, print))) failed.push(check.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

/**
 * @param {Check} check
 * @param {(text: string) => void} print
 * @returns {Promise<boolean>} Whether it holds.
 */
async function runCheck({ name, run, remedy }, print) {
  const startedAt = performance.now();
  const elapsed = () => inSeconds(performance.now() - startedAt);
  try {
    await run();
    print(`ok    ${name} (${elapsed()})`);
    return true;
  } catch (error) {
    const wrong = error instanceof Error ? error.message : String(error);
    const advice = remedy === undefined ? '' : `\nRemedy: ${remedy}`;
    print(`FAIL  ${name} (${elapsed()})\n${indent(wrong + advice)}`);
    return false;
  }
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^(?=.)/gm, '      ');
}
