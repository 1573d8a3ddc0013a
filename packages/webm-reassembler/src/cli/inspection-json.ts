import type { Gap } from '../segments/outputs.js';
import type { ElementOutline, OutlineEntry } from './element-outline.js';
import type { Inspection, SegmentTotals, TrackTotals } from './inspection.js';
import type { Losses } from './losses.js';
import type { Source } from './source.js';

/** All that was found out about a recording but its blocks. */
export interface Findings {
  readonly source: Source;
  readonly outline: ElementOutline;
  readonly inspection: Inspection;
  readonly losses: Losses;
}

/** What `inspect --json` prints, without `blocks`. The shape is documented in docs/command-line.md. */
export function findingsAsJson({ source, outline, inspection, losses }: Findings): Record<string, unknown> {
  return {
    path: source.path,
    octets: source.octets,
    files: source.files.length,
    isWhole: losses.count === 0 && inspection.tracks.size > 0,
    elements: outline.entries.map(elementAsJson),
    ...(outline.omitted === 0 ? {} : { omittedElements: outline.omitted }),
    tracks: [...inspection.tracks.values()].map(trackAsJson),
    segments: inspection.segments.map(segmentAsJson),
    gapCount: losses.count,
    gaps: losses.gaps.map(gapAsJson),
  };
}

function elementAsJson(entry: OutlineEntry): Record<string, unknown> {
  const { name, level, offset, octets, count, hasUnknownSize, contains, children } = entry;
  return { name, level, offset, octets, count, hasUnknownSize, contains, children };
}

function trackAsJson({ track, blocks, keyframes, octets, startMs, endMs }: TrackTotals): Record<string, unknown> {
  const { number, type, codecId, codec, width, height, sampleRate, channels, codecPrivate } = track;
  return {
    ...{ number, type, codecId, codec, width, height, sampleRate, channels },
    codecPrivate: codecPrivate && Buffer.from(codecPrivate).toString('hex'),
    ...{ blocks, keyframes, octets },
    ...(blocks === 0 ? {} : { startMs, endMs }),
  };
}

function segmentAsJson(totals: SegmentTotals): Record<string, unknown> {
  const { mimeType, docType, timestampScaleNs, tracks } = totals.initSegment;
  const { mediaSegments, randomAccessPoints, blocks, startMs, endMs } = totals;
  const sizes = tracks.map(({ number, width, height }) => ({ number, width, height }));
  return {
    mimeType,
    docType,
    timestampScaleNs,
    tracks: sizes,
    mediaSegments,
    randomAccessPoints,
    blocks,
    startMs,
    endMs,
  };
}

function gapAsJson(gap: Gap): Record<string, unknown> {
  const { code, message, startOctet, endOctet, startMs, endMs, droppedBlocks, missingSequences } = gap;
  return { code, message, startOctet, endOctet, startMs, endMs, droppedBlocks, missingSequences };
}
