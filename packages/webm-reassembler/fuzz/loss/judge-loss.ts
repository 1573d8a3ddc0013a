/* One loss: was it noticed, when, and what came out that should not have. */
import { Reassembler, type Gap, type Output } from '../../src/index.js';
import { rangesOf, type Drop, type Range } from './drops.js';
import type { Recording } from './truth.js';

/** What became of one drop, or of many. */
export interface Verdict {
  /** Places where frames were lost and others followed. */
  readonly losses: number;
  /** Of these, those that a gap tells of before the next fresh start. */
  readonly found: number;
  /** Of the found ones, those that were found only after frames had come out that depend on what was lost. */
  readonly late: number;
  /** Frames that came out though they depend on lost ones. */
  readonly dependentFrames: number;
  /** Frames that came out altered: parts of two frames, joined by the loss. */
  readonly alteredFrames: number;
  /** Frames that came out at another time than they were recorded at. */
  readonly mistimedFrames: number;
  /** Gaps that tell of a loss, and those of them where nothing was lost. */
  readonly gaps: number;
  readonly falseAlarms: number;
}

/** @param isNumbered - whether each chunk comes with its sequence number */
export function judgeDrop(recording: Recording, drop: Drop, isNumbered: boolean): Verdict {
  const ranges = rangesOf(drop, recording.chunkLengths);
  const outputs = feedWithout(recording, drop, ranges, isNumbered);
  const windows = ranges.flatMap((range) => windowOf(recording, range, ranges));
  const gaps = outputs.filter((output): output is Gap => output.kind === 'gap' && tellsOfLoss(output));
  const { dependent, altered, mistimed } = badFrames(recording, outputs);
  const found = windows.filter((window) => gaps.some((gap) => touches(gap, window)));
  const isLate = (window: Window): boolean =>
    dependent.some((offset) => offset >= window.range.end && offset < window.freshStart);
  return {
    losses: windows.length,
    found: found.length,
    late: found.filter(isLate).length,
    dependentFrames: dependent.length,
    alteredFrames: altered,
    mistimedFrames: mistimed,
    gaps: gaps.length,
    falseAlarms: gaps.filter((gap) => !windows.some((window) => touches(gap, window))).length,
  };
}

export function sum(verdicts: readonly Verdict[]): Verdict {
  const total = (key: keyof Verdict): number => verdicts.reduce((all, verdict) => all + verdict[key], 0);
  return {
    losses: total('losses'),
    found: total('found'),
    late: total('late'),
    dependentFrames: total('dependentFrames'),
    alteredFrames: total('alteredFrames'),
    mistimedFrames: total('mistimedFrames'),
    gaps: total('gaps'),
    falseAlarms: total('falseAlarms'),
  };
}

/** From a loss to the next fresh start, in octets as fed and of the whole. */
interface Window {
  readonly range: Range;
  readonly freshStart: number;
  readonly fedStart: number;
  readonly fedEnd: number;
}

/** Damage shows where a broken element began, and that may be this far before the loss. */
const ELEMENT_BEFORE_OCTETS = 200_000;

function windowOf(recording: Recording, range: Range, ranges: readonly Range[]): readonly Window[] {
  const isFelt = recording.frames.some(({ offset }) => offset >= range.end);
  if (!isFelt) return [];
  const removedBefore = (offset: number): number =>
    ranges.reduce((removed, { start, end }) => removed + Math.max(0, Math.min(end, offset) - start), 0);
  const freshStart = recording.nextFreshStart(range.end);
  const fedStart = range.start - removedBefore(range.start);
  const broken = [...recording.frames]
    .reverse()
    .find(({ offset, payload }) => offset < range.start && offset + payload.length > range.start);
  const reach = broken === undefined ? 64 : Math.min(ELEMENT_BEFORE_OCTETS, range.start - broken.offset + 64);
  return [
    {
      range,
      freshStart,
      fedStart: fedStart - reach,
      fedEnd: freshStart === Infinity ? Infinity : freshStart - removedBefore(freshStart),
    },
  ];
}

function touches(gap: Gap, { fedStart, fedEnd }: Window): boolean {
  return gap.startOctet <= fedEnd && gap.endOctet >= fedStart;
}

/** Frames that are dropped because of a loss are no second loss. */
function tellsOfLoss({ code }: Gap): boolean {
  return code !== 'lost-reference' && code !== 'no-keyframe-yet';
}

function feedWithout(
  recording: Recording,
  drop: Drop,
  ranges: readonly Range[],
  isNumbered: boolean,
): readonly Output[] {
  const reassembler = new Reassembler();
  const outputs: Output[] = [];
  let at = 0;
  const cuts =
    'octets' in drop ? [...ranges.flatMap(({ start, end }) => [start, end]), recording.whole.length] : undefined;
  const lengths = cuts === undefined ? recording.chunkLengths : cuts.map((cut, index) => cut - (cuts[index - 1] ?? 0));
  for (const [sequence, length] of lengths.entries()) {
    const start = at;
    at += length;
    if (ranges.some((range) => start >= range.start && at <= range.end && length > 0)) continue;
    outputs.push(...reassembler.feed(recording.whole.subarray(start, at), isNumbered ? { sequence } : {}));
  }
  return [...outputs, ...reassembler.end()];
}

interface BadFrames {
  /** Offsets of the frames, in the whole recording. */
  readonly dependent: readonly number[];
  readonly altered: number;
  readonly mistimed: number;
}

/** A video frame needs the one before it, unless it is a keyframe. */
function badFrames(recording: Recording, outputs: readonly Output[]): BadFrames {
  const dependent: number[] = [];
  let altered = 0;
  let mistimed = 0;
  let offset = -1;
  let decodable = -1;
  for (const output of outputs) {
    if (output.kind !== 'media-segment') continue;
    for (const block of output.blocks) {
      const frame = recording.frameOf(block, offset);
      offset = frame?.offset ?? offset;
      if (frame !== undefined && frame.recorderTimestampMs !== block.recorderTimestampMs) mistimed++;
      if (frame === undefined) altered++;
      if (frame?.isVideo !== true) continue;
      if (frame.keyframe || frame.index === decodable + 1) decodable = frame.index;
      else {
        decodable = -1;
        dependent.push(frame.offset);
      }
    }
  }
  return { dependent, altered, mistimed };
}
