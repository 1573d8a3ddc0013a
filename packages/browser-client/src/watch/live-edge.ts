/** What is buffered, in seconds of media. */
export interface BufferedRange {
  readonly start: number;
  readonly end: number;
}

/** Where a player stands. */
export interface PlayerPlace {
  readonly currentTime: number;
  /** Whether the place has not changed since the last look, and there is nothing to go on with. */
  readonly stands: boolean;
  readonly ranges: readonly BufferedRange[];
  /** How far behind the newest the picture should be, in s. */
  readonly targetDelay: number;
}

/** What to do about it. */
export type EdgeStep =
  { readonly kind: 'go-on'; readonly playbackRate: number } | { readonly kind: 'jump'; readonly to: number };

/** Behind by more than this beyond the target the picture jumps, by more than the other it hurries, in s. */
const JUMP_BEYOND = 4;
const HURRY_BEYOND = 0.5;
/** Nobody hears or sees it. */
const HURRY_RATE = 1.07;

/**
 * Keeps a live picture near the newest, and away from holes: where the recorder was stopped for a while, or this viewer was
 * too slow, players wait for what never comes.
 */
export function edgeStep({ currentTime, stands, ranges, targetDelay }: PlayerPlace): EdgeStep {
  const last = ranges.at(-1);
  const first = ranges[0];
  if (first === undefined || last === undefined) return { kind: 'go-on', playbackRate: 1 };
  const wanted = Math.max(last.start, last.end - targetDelay);
  if (currentTime < first.start) return { kind: 'jump', to: wanted };
  const delay = last.end - currentTime;
  if (delay > targetDelay + JUMP_BEYOND) return { kind: 'jump', to: wanted };
  const next = ranges.find(({ start }) => start > currentTime);
  if (stands && next !== undefined) return { kind: 'jump', to: next.start };
  return { kind: 'go-on', playbackRate: delay > targetDelay + HURRY_BEYOND ? HURRY_RATE : 1 };
}

/** Where to begin: near the newest, at once. */
export function firstPlace(ranges: readonly BufferedRange[], targetDelay: number): number | undefined {
  const last = ranges.at(-1);
  return last === undefined ? undefined : Math.max(last.start, last.end - targetDelay);
}
