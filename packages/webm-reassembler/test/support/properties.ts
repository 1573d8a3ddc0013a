import type fc from 'fast-check';

/** How properties are run: `runs` times, or that many times more with `PROPERTY_FACTOR=100`. */
export function runs(count: number): fc.Parameters<unknown> {
  return { numRuns: Math.ceil(count * Number(process.env['PROPERTY_FACTOR'] ?? 1)) };
}

/** Milliseconds that a test with `runs` may take. */
export function timeLimitMs(): number {
  return 60_000 * Math.max(1, Number(process.env['PROPERTY_FACTOR'] ?? 1));
}
