/** What a publisher was told of its rate, and when each of its results came, on one clock that runs evenly. */
export interface ToldPublisher {
  readonly told: readonly ToldRate[];
  readonly results: readonly { readonly atMs: number }[];
  /** When it had sent everything; `undefined` where it never came to that. */
  readonly stoppedAtMs: number | undefined;
}

/** What a status said. */
export interface ToldRate {
  readonly atMs: number;
  readonly grantedFps: number;
}

/** What all were told in the last part of a run, and what was done of each meanwhile. All in frames a second of a stream. */
export interface ToldRates {
  /** Length of the part: a minute, or half of a run of less than two. It ends when the first publisher stops. */
  readonly windowSeconds: number;
  readonly leastFps: number;
  readonly mostFps: number;
  readonly meanFps: number;
  readonly doneFps: number;
}

const LONGEST_WINDOW_MS = 60_000;

/** @returns `undefined` where nothing was told while all of them published */
export function toldRatesOf(publishers: readonly ToldPublisher[]): ToldRates | undefined {
  // Those who stay get what is left by those who stop, which says nothing of the load.
  const endMs = Math.min(...publishers.map(({ stoppedAtMs, told }) => stoppedAtMs ?? told.at(-1)?.atMs ?? 0));
  const startMs = Math.max(...publishers.map(({ told }) => told[0]?.atMs ?? Number.POSITIVE_INFINITY));
  const windowMs = Math.min(LONGEST_WINDOW_MS, (endMs - startMs) / 2);
  const isInWindow = ({ atMs }: { readonly atMs: number }): boolean => atMs > endMs - windowMs && atMs <= endMs;
  const rates = publishers.flatMap(({ told }) => told.filter(isInWindow).map(({ grantedFps }) => grantedFps));
  if (rates.length === 0) return undefined;
  const windowSeconds = windowMs / 1000;
  const done = publishers.reduce((sum, { results }) => sum + results.filter(isInWindow).length, 0);
  return {
    windowSeconds,
    leastFps: Math.min(...rates),
    mostFps: Math.max(...rates),
    meanFps: rates.reduce((sum, fps) => sum + fps, 0) / rates.length,
    doneFps: done / windowSeconds / publishers.length,
  };
}
