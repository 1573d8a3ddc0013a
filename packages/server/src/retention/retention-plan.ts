import { isFor, type RetentionRules } from './retention-rules.js';

/** A stream as retention sees it. */
export interface RetainedStream {
  readonly id: string;
  readonly startedAtMs: number;
  /** `null`: it is live, or its server died. */
  readonly endedAtMs: number | null;
  /** All its files together. */
  readonly octets: number;
  /** It is being recorded, or will go on: it is never deleted, but what it takes counts. */
  readonly isLive: boolean;
}

/** A stream to delete, and the rule that says so. */
export interface Removal {
  readonly id: string;
  readonly octets: number;
  readonly reason: 'too-old' | 'too-large';
}

const HOUR_MS = 3_600_000;

/**
 * Decides what to delete: first what is too old, then the oldest until all that is left fits. Never what is live.
 *
 * @param nowMs in ms since the epoch, as the times of the streams
 */
export function planRetention(
  streams: readonly RetainedStream[],
  rules: RetentionRules,
  nowMs: number,
): readonly Removal[] {
  const removals: Removal[] = [];
  let left = [...streams].sort((one, other) => endOf(one) - endOf(other));
  const remove = (gone: readonly RetainedStream[], reason: Removal['reason']): void => {
    removals.push(...gone.map(({ id, octets }) => ({ id, octets, reason })));
    left = left.filter((stream) => !gone.includes(stream));
  };
  remove(
    left.filter((stream) => isTooOld(stream, rules, nowMs)),
    'too-old',
  );
  for (const rule of rules.keepOctetsOf)
    remove(
      oldestBeyond(
        left.filter(({ id }) => isFor(rule, id)),
        rule.value,
      ),
      'too-large',
    );
  if (rules.keepOctets !== undefined) remove(oldestBeyond(left, rules.keepOctets), 'too-large');
  return removals;
}

function isTooOld(stream: RetainedStream, rules: RetentionRules, nowMs: number): boolean {
  const keepHours = rules.keepHoursOf.find((rule) => isFor(rule, stream.id))?.value ?? rules.keepHours;
  return !stream.isLive && keepHours !== undefined && nowMs - endOf(stream) > keepHours * HOUR_MS;
}

/** The oldest that must go so that the rest takes no more than `keepOctets`; what is live is counted and stays. */
function oldestBeyond(streams: readonly RetainedStream[], keepOctets: number): readonly RetainedStream[] {
  let octets = streams.reduce((sum, stream) => sum + stream.octets, 0);
  const gone: RetainedStream[] = [];
  for (const stream of streams) {
    if (octets <= keepOctets) break;
    if (stream.isLive) continue;
    octets -= stream.octets;
    gone.push(stream);
  }
  return gone;
}

/** A stream whose server died has no end; its start is what is known. */
function endOf({ startedAtMs, endedAtMs }: RetainedStream): number {
  return endedAtMs ?? startedAtMs;
}
