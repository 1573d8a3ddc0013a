import { readConfiguration } from '../../config/read-configuration.js';
import type { Invocation } from '../invocation.js';
import { type Check, type CheckResult, resultOf } from './check.js';
import { checksFor } from './checks.js';

const MARKS: Readonly<Record<CheckResult['state'], string>> = { ok: 'ok     ', warning: 'warning', failed: 'FAILED ' };

/**
 * Checks everything that a server with these flags would need, and says what to do about what is missing.
 *
 * @returns 0 when nothing has failed, else 1
 */
export async function doctor({ flags, environment, writeLine }: Invocation): Promise<number> {
  return runChecks(checksFor(readConfiguration({ flags, environment })), writeLine);
}

/** Runs checks one after the other, each with its line as soon as it is known. */
export async function runChecks(checks: readonly Check[], writeLine: (line: string) => void): Promise<number> {
  let failures = 0;
  for (const check of checks) {
    const result = await resultOf(check);
    writeLine(`${MARKS[result.state]}  ${check.name.padEnd(16)}${result.found}`);
    if (result.remedy !== undefined) writeLine(`         what to do: ${result.remedy}`);
    if (result.state === 'failed') failures += 1;
  }
  writeLine(failures === 0 ? 'Ready.' : `${failures} of ${checks.length} failed.`);
  return failures === 0 ? 0 : 1;
}
