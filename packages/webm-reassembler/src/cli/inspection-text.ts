import type { Track } from '../blocks/track.js';
import type { OutlineEntry } from './element-outline.js';
import type { DescribedElement } from './element-values.js';
import type { Findings } from './inspection-json.js';
import type { SegmentTotals, TrackTotals } from './inspection.js';
import { describeGap } from './losses.js';

/** What `inspect` prints for a person: lines, without their ends. */
export function findingsAsText({ source, outline, inspection, losses }: Findings): readonly string[] {
  const files = source.isFolder ? `${source.files.length} chunks, ` : '';
  return [
    `${source.path}: ${files}${count(source.octets)} octets`,
    '',
    'Elements (offset, octets)',
    ...outline.entries.flatMap(outlineLines),
    ...(outline.omitted === 0 ? [] : [`  and ${outline.omitted} more`]),
    '',
    'Tracks',
    ...orNone([...inspection.tracks.values()].map(trackLine)),
    '',
    'Segments',
    ...orNone(inspection.segments.map(segmentLine)),
    '',
    'Gaps',
    ...orNone(losses.gaps.map((gap) => `  ${describeGap(gap)}`)),
    ...(losses.count === losses.gaps.length ? [] : [`  and ${losses.count - losses.gaps.length} more`]),
  ];
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  none'] : lines;
}

function outlineLines(entry: OutlineEntry): readonly string[] {
  const indent = '  '.repeat(entry.level);
  const times = entry.count === 1 ? '' : ` x ${count(entry.count)}`;
  const size = entry.hasUnknownSize ? ', of unknown size' : '';
  const contains = Object.entries(entry.contains ?? {}).map(([name, number]) => `${name} x ${count(number)}`);
  const holds = contains.length === 0 ? '' : `: ${contains.join(', ')}`;
  const position = `${count(entry.offset).padStart(14)} ${count(entry.octets).padStart(14)}`;
  return [
    `${position}  ${indent}${entry.name}${times}${size}${holds}`,
    ...(entry.children ?? []).flatMap((child) => childLines(child, entry.level + 1)),
  ];
}

function childLines(element: DescribedElement, level: number): readonly string[] {
  const value = element.value === undefined ? '' : ` ${element.value}`;
  const line = `${' '.repeat(31)}${'  '.repeat(level)}${element.name}${value}`;
  return [line, ...(element.children ?? []).flatMap((child) => childLines(child, level + 1))];
}

function trackLine({ track, blocks, keyframes, octets, startMs, endMs }: TrackTotals): string {
  const keys = track.type === 'video' ? ` (${count(keyframes)} keyframes)` : '';
  const times = blocks === 0 ? '' : `, ${span(startMs, endMs)}`;
  return `  ${track.number} ${track.type} ${track.codecId} ${trackDetails(track)}: ${count(blocks)} blocks${keys}, ${count(octets)} octets${times}`;
}

function trackDetails({ codec, width, height, sampleRate, channels }: Track): string {
  const size = width === undefined ? '' : ` ${width}x${height}`;
  const sound = sampleRate === undefined ? '' : ` ${sampleRate} Hz x ${channels}`;
  return `${codec}${size}${sound}`;
}

function segmentLine({ initSegment, mediaSegments, randomAccessPoints, startMs, endMs }: SegmentTotals): string {
  const sizes = initSegment.tracks.flatMap(({ width, height }) => (width === undefined ? [] : [` ${width}x${height}`]));
  const times = startMs === undefined || endMs === undefined ? '' : `, ${span(startMs, endMs)}`;
  return (
    `  ${initSegment.mimeType}${sizes.join('')}: ${count(mediaSegments)} media segments, ` +
    `${count(randomAccessPoints)} open with a random access point${times}`
  );
}

function span(startMs: number, endMs: number): string {
  return `${count(startMs)} to ${count(endMs)} ms`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
