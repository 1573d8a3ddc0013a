import type fc from 'fast-check';

/** Where the gate begins: the same cases each time, so that a change is judged by itself and not by luck. */
const SEED_OF_THE_GATE = 20_261_122;

/**
 * How properties are run: `runs` times with the same seed each time, or that many times more with `PROPERTY_FACTOR=100`.
 * `PROPERTY_SEED=random` looks for new cases; a failure prints its seed, and `PROPERTY_SEED=...` runs the same again.
 */
export function runs(count: number): fc.Parameters<unknown> {
  const factor = Number(process.env['PROPERTY_FACTOR'] ?? 1);
  const seed = process.env['PROPERTY_SEED'] ?? String(SEED_OF_THE_GATE);
  return { numRuns: Math.ceil(count * factor), ...(seed === 'random' ? {} : { seed: Number(seed) }) };
}

/** Milliseconds that a test with `runs` may take. */
export function timeLimitMs(): number {
  return 60_000 * Math.max(1, Number(process.env['PROPERTY_FACTOR'] ?? 1));
}
