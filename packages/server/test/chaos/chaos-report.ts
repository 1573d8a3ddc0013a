import { percentilesOf } from '../../src/cli/load/percentiles.js';
import type { Trouble } from './troubles.js';
import type { UploadOutcome } from './paced-upload.js';

/** What is found wrong, each in words: empty is what a run should end with. */
export type Faults = readonly string[];

/** Everything that a run came to. */
export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  readonly troubles: ReadonlyMap<Trouble, number>;
  readonly outcomes: readonly UploadOutcome[];
  /** Recordings that are, octet for octet, those of an uncut run. */
  readonly identical: number;
  /** Recordings that were looked at after the server had died: playable as they lay there. */
  readonly playableWhenKilled: number;
  readonly faults: Faults;
  readonly serverLog: string;
}

/** The report as lines for people. */
export function reportLines(report: ChaosReport): readonly string[] {
  const { outcomes, troubles, faults } = report;
  const sum = (of: (outcome: UploadOutcome) => number): number => outcomes.reduce((total, each) => total + of(each), 0);
  const after = outcomes.flatMap(({ detectionsAfterMs }) => detectionsAfterMs);
  const withinASecond = after.filter((ms) => ms <= 1000).length;
  return [
    `chaos: ${Math.round(report.seconds)} s, seed ${report.seed}`,
    ...[...troubles].map(([trouble, count]) => `  ${String(count).padStart(4)}  ${trouble}`),
    `streams            ${outcomes.length}`,
    `reconnects         ${sum(({ reconnects }) => reconnects)}`,
    `chunks             ${sum(({ chunks }) => chunks)} sent, ${sum(({ acknowledged }) => acknowledged)} acknowledged`,
    `lost               ${sum(({ lost }) => lost)} chunks, ${sum(({ gaps }) => gaps)} gaps`,
    `recordings         ${report.identical} of ${outcomes.length} identical to the uncut run, octet for octet`,
    `after a death      ${report.playableWhenKilled} recordings looked at as they lay there: all play`,
    `detections back    ${withinASecond} of ${after.length} within 1 s of reconnecting; median ${wholeMs(percentilesOf(after)?.p50)}, slowest ${wholeMs(after.length === 0 ? undefined : Math.max(...after))}`,
    ...(faults.length === 0 ? ['nothing acknowledged was lost'] : faults.map((fault) => `FAULT: ${fault}`)),
  ];
}

function wholeMs(ms: number | undefined): string {
  return ms === undefined ? '-' : `${Math.round(ms)} ms`;
}
