import type { Block, InitSegment, Output } from '../../src/index.js';
import { feedAll } from './feed.js';
import { describeOutputs } from './describe-outputs.js';
import { md5 } from './md5.js';

/** Times within a track run back by no more than muxers round. */
const JITTER_MS = 10;

/** The blocks of all media segments. */
export function blocksOf(outputs: readonly Output[]): readonly Block[] {
  return outputs.flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []));
}

/**
 * Expects of outputs what is promised whatever was fed: an init segment before the media, video that begins with a
 * keyframe after each gap, time that does not run back, and octets that are WebM which reads as what was emitted.
 */
export function expectPromises(outputs: readonly Output[]): void {
  expectInitSegments(outputs);
  expectKeyframesAfterGaps(outputs);
  expectTimeline(outputs);
  expectReadable(outputs);
}

function expectInitSegments(outputs: readonly Output[]): void {
  let init: InitSegment | undefined;
  for (const output of outputs) {
    if (output.kind === 'init-segment') init = output;
    if (output.kind === 'media-segment') expect(output.initSegment).toBe(init);
  }
}

/** No frame that depends on a lost one: between a gap and the next keyframe of a video track there is none of its frames. */
function expectKeyframesAfterGaps(outputs: readonly Output[]): void {
  const ready = new Set<number>();
  for (const output of outputs) {
    if (output.kind !== 'media-segment') {
      ready.clear();
      continue;
    }
    for (const { track, keyframe } of output.blocks) {
      if (track.type === 'video' && keyframe) ready.add(track.number);
      if (track.type === 'video') expect(ready).toContain(track.number);
    }
  }
}

function expectTimeline(outputs: readonly Output[]): void {
  const newest = new Map<number, number>();
  for (const { track, timestampMs } of blocksOf(outputs)) {
    const before = newest.get(track.number) ?? -Infinity;
    expect(timestampMs).toBeGreaterThanOrEqual(before - JITTER_MS);
    newest.set(track.number, Math.max(before, timestampMs));
  }
}

/** What is emitted reads as itself: the same init segments and blocks, with no damage in them. */
function expectReadable(outputs: readonly Output[]): void {
  const octets = outputs.flatMap((output) => (output.kind === 'gap' ? [] : [output.octets]));
  const again = feedAll(octets);
  expect(contentOf(again)).toEqual(contentOf(outputs));
}

function contentOf(outputs: readonly Output[]): readonly string[] {
  return blocksOf(outputs).map(
    ({ track, keyframe, payload }) => `${track.type} ${track.codecId} ${keyframe} ${md5(payload)}`,
  );
}

/** The gaps alone, as lines. */
export function gapsOf(outputs: readonly Output[]): readonly string[] {
  return describeOutputs(outputs.filter(({ kind }) => kind === 'gap'));
}
