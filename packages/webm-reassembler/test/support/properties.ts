import type fc from 'fast-check';

/**
 * How properties are run: `runs` times, or that many times more with `PROPERTY_FACTOR=100`. A failure prints its seed and
 * path; `PROPERTY_SEED=...` runs the same again.
 */
export function runs(count: number): fc.Parameters<unknown> {
  const factor = Number(process.env['PROPERTY_FACTOR'] ?? 1);
  const seed = process.env['PROPERTY_SEED'];
  return { numRuns: Math.ceil(count * factor), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

/** Milliseconds that a test with `runs` may take. */
export function timeLimitMs(): number {
  return 60_000 * Math.max(1, Number(process.env['PROPERTY_FACTOR'] ?? 1));
}
