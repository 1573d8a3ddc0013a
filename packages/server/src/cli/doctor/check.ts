import { messageOf } from '../../errors.js';

/** What one check found. */
export interface CheckResult {
  /** `ok`; `warning`: works, but less well than it could; `failed`: the server does not start, or not usefully. */
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was found. */
  readonly found: string;
  /** What to do about it; not there where all is well. */
  readonly remedy?: string;
}

/** Something that the server needs. */
export interface Check {
  readonly name: string;
  /** Rejects with what is wrong; an error with a `remedy` says what to do. */
  readonly run: () => Promise<CheckResult>;
}

export function ok(found: string): CheckResult {
  return { state: 'ok', found };
}

export function warning(found: string, remedy: string): CheckResult {
  return { state: 'warning', found, remedy };
}

export function failed(found: string, remedy: string): CheckResult {
  return { state: 'failed', found, remedy };
}

/** What a check comes to, also where it threw. */
export async function resultOf(check: Check): Promise<CheckResult> {
  try {
    return await check.run();
  } catch (thrown) {
    return failed(messageOf(thrown), remedyOf(thrown));
  }
}

/** Errors of every part of the server carry a remedy. */
function remedyOf(thrown: unknown): string {
  const remedy: unknown = thrown instanceof Error && 'remedy' in thrown ? thrown.remedy : undefined;
  return typeof remedy === 'string' ? remedy : 'Report it with this message.';
}
