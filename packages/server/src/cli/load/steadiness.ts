import { percentilesOf } from './percentiles.js';

/** One analysed frame: when it came back, on any clock that runs evenly, and how long it took from its chunk on. */
export interface TimedResult {
  readonly atMs: number;
  readonly totalMs: number;
}

/** How the last part of a run compares with the first: what does not grow in between does not grow at all. */
export interface Steadiness {
  /** Length of both parts: a minute, or half of a run of less than two. */
  readonly windowSeconds: number;
  /** 95th percentile from chunk to result, in ms. */
  readonly firstP95Ms: number;
  readonly lastP95Ms: number;
}

const LONGEST_WINDOW_MS = 60_000;

/** @returns `undefined` where one of the parts has no result at all */
export function steadinessOf(results: readonly TimedResult[]): Steadiness | undefined {
  const times = results.map(({ atMs }) => atMs);
  const [start, end] = times.reduce(
    ([least, most], atMs) => [Math.min(least, atMs), Math.max(most, atMs)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const windowMs = Math.min(LONGEST_WINDOW_MS, (end - start) / 2);
  const p95 = (fits: (atMs: number) => boolean): number | undefined =>
    percentilesOf(results.filter(({ atMs }) => fits(atMs)).map(({ totalMs }) => totalMs))?.p95;
  const first = p95((atMs) => atMs < start + windowMs);
  const last = p95((atMs) => atMs > end - windowMs);
  if (first === undefined || last === undefined) return undefined;
  return { windowSeconds: windowMs / 1000, firstP95Ms: first, lastP95Ms: last };
}
