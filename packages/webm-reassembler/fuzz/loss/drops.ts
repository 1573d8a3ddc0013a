/* What is taken out of a recording: whole chunks, as a transport loses them, or any octets. */
import type { Random } from '../random.js';

/** Octets of the whole recording that never arrive, from `start` to `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export const LOSS_CASES = ['one chunk', 'a burst', 'several', 'octets'] as const;
export type LossCase = (typeof LOSS_CASES)[number];

/** Things to lose: for each the chunks' indices, or a range of octets. The first chunk, which has the header, is kept. */
export type Drop = { readonly chunks: readonly number[] } | { readonly octets: Range };

/** Random drops of a kind; of single chunks each once, at most `count`. */
export function dropsOf(
  kind: LossCase,
  chunkLengths: readonly number[],
  count: number,
  random: Random,
): readonly Drop[] {
  const last = chunkLengths.length - 1;
  if (last < 2) return [];
  if (kind === 'one chunk') {
    const all = Array.from({ length: last - 1 }, (_, index) => ({ chunks: [index + 1] }));
    return all.length <= count ? all : Array.from({ length: count }, () => random.pick(all));
  }
  return Array.from({ length: count }, () => {
    if (kind === 'octets') return { octets: anyRange(chunkLengths, random) };
    return { chunks: kind === 'a burst' ? burst(last, random) : several(last, random) };
  });
}

function burst(last: number, random: Random): readonly number[] {
  const length = Math.min(random.between(2, 5), last - 1);
  const first = random.between(1, last - length);
  return Array.from({ length }, (_, index) => first + index);
}

function several(last: number, random: Random): readonly number[] {
  const chosen = new Set(Array.from({ length: random.between(2, 4) }, () => random.between(1, last - 1)));
  return [...chosen].sort((left, right) => left - right);
}

function anyRange(chunkLengths: readonly number[], random: Random): Range {
  const [first = 0] = chunkLengths;
  const whole = chunkLengths.reduce((sum, length) => sum + length, 0);
  const start = random.between(first, whole - 2);
  const longest = random.pick([20, 2000, 30_000]);
  return { start, end: Math.min(whole - 1, start + random.between(1, longest)) };
}

/** The ranges that a drop takes out, neighbours joined. */
export function rangesOf(drop: Drop, chunkLengths: readonly number[]): readonly Range[] {
  if ('octets' in drop) return [drop.octets];
  const starts = chunkLengths.map((_, index) => chunkLengths.slice(0, index).reduce((sum, length) => sum + length, 0));
  const ranges: Range[] = [];
  for (const index of drop.chunks) {
    const start = starts[index] ?? 0;
    const end = start + (chunkLengths[index] ?? 0);
    const before = ranges[ranges.length - 1];
    if (before?.end === start) ranges[ranges.length - 1] = { start: before.start, end };
    else if (end > start) ranges.push({ start, end });
  }
  return ranges;
}
