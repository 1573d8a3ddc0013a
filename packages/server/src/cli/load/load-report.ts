import { type Percentiles, percentilesOf } from './percentiles.js';
import type { LoadPublisher, LoadTimings } from './load-publisher.js';
import { type MemorySample, type MemoryTrend, memoryTrendOf } from './memory-trend.js';
import type { RecordingComparison } from './compare-recording.js';
import { type Steadiness, steadinessOf } from './steadiness.js';
import type { TreeUsage } from './process-usage.js';
import { type ToldRates, toldRatesOf } from './told-rates.js';

/** What came of a load. */
export interface LoadReport {
  readonly streams: number;
  readonly seconds: number;
  readonly chunksSent: number;
  readonly chunksAcknowledged: number;
  readonly octetsSent: number;
  readonly framesAnalysed: number;
  readonly framesSkipped: number;
  /** Analysed frames a second of the stream that had the fewest, and of the one that had the most. */
  readonly analysedFps: { readonly least: number; readonly most: number };
  /** Left out where nobody was told anything. */
  readonly told?: ToldRates;
  /** Left out where too little was analysed to tell. */
  readonly steadiness?: Steadiness;
  /** Left out for short runs, and where the server runs elsewhere. */
  readonly memory?: MemoryTrend;
  readonly gaps: number;
  /** Each error once, with how often it came. */
  readonly errors: Readonly<Record<string, number>>;
  /** In ms; a stage that nothing went through is left out. */
  readonly latencyMs: Readonly<Partial<Record<keyof LoadTimings, Percentiles>>>;
  readonly recordings: { readonly identical: number; readonly compared: number; readonly lostOctets: number };
  /** Left out where the server runs elsewhere. */
  readonly server?: ServerUsage;
}

export interface ServerUsage {
  /** Processor time of the server for a minute of one stream, in s; its decoders apart. */
  readonly cpuSecondsPerStreamMinute: number;
  readonly decoderCpuSecondsPerStreamMinute: number;
  /** Largest that was seen, in octets. */
  readonly residentOctets: number;
  readonly decoderResidentOctets: number;
  /** What the server holds more than before the first stream, for each stream, in octets. */
  readonly residentOctetsPerStream: number;
}

export interface UsageWindow {
  readonly before: TreeUsage;
  readonly after: TreeUsage;
  readonly largest: TreeUsage;
  readonly samples: readonly MemorySample[];
}

export function loadReport(
  publishers: readonly LoadPublisher[],
  seconds: number,
  comparisons: readonly RecordingComparison[],
  usage: UsageWindow | undefined,
): LoadReport {
  const sum = (read: (publisher: LoadPublisher) => number): number =>
    publishers.reduce((total, publisher) => total + read(publisher), 0);
  const rates = publishers.map(({ framesAnalysed }) => framesAnalysed / seconds);
  return {
    streams: publishers.length,
    seconds,
    chunksSent: sum(({ sent }) => sent),
    chunksAcknowledged: sum(({ acknowledged }) => acknowledged),
    octetsSent: sum(({ sentOctets }) => sentOctets),
    framesAnalysed: sum(({ framesAnalysed }) => framesAnalysed),
    framesSkipped: sum(({ framesSkipped }) => framesSkipped),
    analysedFps: { least: Math.min(...rates), most: Math.max(...rates) },
    ...longRunOf(publishers, usage),
    gaps: sum(({ gaps }) => gaps),
    errors: countsOf(publishers.flatMap(({ errors }) => errors)),
    latencyMs: latencyOf(publishers),
    recordings: {
      // A stream that was refused has nothing to compare, which is not the same as having lost nothing.
      identical: comparisons.filter(({ isIdentical, octets }) => isIdentical && octets > 0).length,
      compared: comparisons.length,
      lostOctets: comparisons.reduce((total, { lostOctets }) => total + lostOctets, 0),
    },
    ...(usage === undefined
      ? {}
      : { server: serverUsage(usage, (publishers.length * seconds) / 60, publishers.length) }),
  };
}

function longRunOf(publishers: readonly LoadPublisher[], usage: UsageWindow | undefined) {
  const steadiness = steadinessOf(publishers.flatMap(({ results }) => results));
  const memory = memoryTrendOf(usage?.samples ?? []);
  const told = toldRatesOf(publishers);
  return {
    ...(told === undefined ? {} : { told }),
    ...(steadiness === undefined ? {} : { steadiness }),
    ...(memory === undefined ? {} : { memory }),
  };
}

/** Whether everything that was sent was acknowledged and is recorded as it was sent. */
export function isWhole({ streams, chunksSent, chunksAcknowledged, recordings }: LoadReport): boolean {
  return chunksAcknowledged === chunksSent && recordings.identical === streams;
}

function latencyOf(publishers: readonly LoadPublisher[]): LoadReport['latencyMs'] {
  const stages = ['acknowledge', 'decode', 'queue', 'detect', 'total'] as const;
  const entries = stages.flatMap((stage) => {
    const percentiles = percentilesOf(publishers.flatMap(({ timings }) => timings[stage]));
    return percentiles === undefined ? [] : [[stage, percentiles] as const];
  });
  return Object.fromEntries(entries);
}

function countsOf(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

function serverUsage({ before, after, largest }: UsageWindow, streamMinutes: number, streams: number): ServerUsage {
  return {
    cpuSecondsPerStreamMinute: (after.own.cpuSeconds - before.own.cpuSeconds) / streamMinutes,
    decoderCpuSecondsPerStreamMinute: (after.children.cpuSeconds - before.children.cpuSeconds) / streamMinutes,
    residentOctets: largest.own.residentOctets,
    decoderResidentOctets: largest.children.residentOctets,
    residentOctetsPerStream: Math.max(0, largest.own.residentOctets - before.own.residentOctets) / streams,
  };
}

/** The report for people, a line for each fact. */
export function reportLines(report: LoadReport): readonly string[] {
  const { recordings, server, analysedFps } = report;
  return [
    `streams                ${report.streams}, ${report.seconds.toFixed(1)} s each`,
    `chunks                 ${report.chunksSent} sent, ${report.chunksAcknowledged} acknowledged, ${megabytes(report.octetsSent)}`,
    `frames                 ${report.framesAnalysed} analysed, ${report.framesSkipped} skipped, ${report.gaps} gaps`,
    `analysed a second      ${analysedFps.least.toFixed(1)} to ${analysedFps.most.toFixed(1)} of a stream`,
    ...(report.told === undefined ? [] : [toldLine(report.told)]),
    ...Object.entries(report.latencyMs).map(([stage, percentiles]) => latencyLine(stage, percentiles)),
    ...(report.steadiness === undefined ? [] : [steadinessLine(report.steadiness)]),
    ...(report.memory === undefined ? [] : [memoryLine(report.memory)]),
    `recordings             ${recordings.identical} of ${report.streams} identical to their source, ${recordings.lostOctets} octets lost`,
    ...(server === undefined ? [] : usageLines(server)),
    ...Object.entries(report.errors).map(([error, count]) => `error                  ${count} times ${error}`),
  ];
}

function toldLine({ windowSeconds, leastFps, mostFps, meanFps, doneFps }: ToldRates): string {
  const range = `${leastFps.toFixed(1)} to ${mostFps.toFixed(1)} of a stream, ${meanFps.toFixed(1)} on the average`;
  return `told to publishers     ${range}, while ${doneFps.toFixed(1)} were done; last ${windowSeconds.toFixed(0)} s`;
}

function steadinessLine({ windowSeconds, firstP95Ms, lastP95Ms }: Steadiness): string {
  const windows = `first ${windowSeconds.toFixed(0)} s ${firstP95Ms.toFixed(1)}, last ${lastP95Ms.toFixed(1)}`;
  return `total, ms, p95         ${windows}: ${(lastP95Ms / firstP95Ms).toFixed(2)} times`;
}

function memoryLine({ startOctets, endOctets, octetsPerHour }: MemoryTrend): string {
  const span = `${megabytes(startOctets)} when warm, ${megabytes(endOctets)} at the end`;
  return `memory over time       ${span}; ${megabytes(octetsPerHour)} an hour by the line that fits best`;
}

function latencyLine(stage: string, { p50, p95, p99, count }: Percentiles): string {
  const ms = (value: number): string => value.toFixed(1).padStart(7);
  return `${`${stage}, ms`.padEnd(22)} p50${ms(p50)}  p95${ms(p95)}  p99${ms(p99)}  of ${count}`;
}

function usageLines(server: ServerUsage): readonly string[] {
  const { cpuSecondsPerStreamMinute, decoderCpuSecondsPerStreamMinute } = server;
  return [
    `processor              ${cpuSecondsPerStreamMinute.toFixed(2)} s for a minute of a stream, decoders ${decoderCpuSecondsPerStreamMinute.toFixed(2)} s`,
    `resident memory        ${megabytes(server.residentOctets)}, decoders ${megabytes(server.decoderResidentOctets)}; ${megabytes(server.residentOctetsPerStream)} a stream`,
  ];
}

function megabytes(octets: number): string {
  return `${(octets / 1e6).toFixed(1)} MB`;
}
