import { type FileHandle, open } from 'node:fs/promises';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { isSystemError } from '../system-error.js';

/** A part of a stream's timeline, in ms. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is read of a line of `detections.ndjson`; everything else is passed on as it is. */
const LineSchema = Type.Object({ timestampMs: Type.Number(), detections: Type.Array(Type.Object({})) });

interface AnalysedFrameLine {
  readonly timestampMs: number;
  readonly detections: readonly object[];
}

/** Longest that a frame without a successor says anything about the picture. */
const LONGEST_CUE_MS = 1000;

/** The analysed frames of a part of a stream as NDJSON: one line for each, also where nothing was found. */
export async function* detectionsAsNdjson(path: string, range: TimeRange): AsyncGenerator<string> {
  for await (const line of analysedFrames(path, range)) yield `${JSON.stringify(line)}\n`;
}

/**
 * The same as WebVTT for a `<track kind="metadata">`: a cue for each frame in which something was found, from the frame
 * to the next analysed one, its text a JSON object with the detections.
 */
export async function* detectionsAsWebVtt(path: string, range: TimeRange): AsyncGenerator<string> {
  yield 'WEBVTT\n\nNOTE Each cue is a JSON object: boxes are shares of the picture\u2019s width and height.\n\n';
  let previous: AnalysedFrameLine | undefined;
  for await (const line of analysedFrames(path, range)) {
    if (previous !== undefined) yield cueOf(previous, line.timestampMs);
    previous = line;
  }
  if (previous !== undefined) yield cueOf(previous, Number.POSITIVE_INFINITY);
}

/** The descriptors of faces are for the publisher who asked for them, and for nobody else. */
async function* analysedFrames(path: string, { fromMs, toMs }: TimeRange): AsyncGenerator<AnalysedFrameLine> {
  const file = await openIfThere(path);
  if (file === undefined) return;
  try {
    for await (const text of file.readLines({ autoClose: false })) {
      const line = parsed(text);
      if (line === undefined || line.timestampMs < fromMs || line.timestampMs > toMs) continue;
      yield { ...line, detections: line.detections.map((detection) => ({ ...detection, descriptor: undefined })) };
    }
  } finally {
    await file.close();
  }
}

/** A stream of which no frame was analysed has no such file. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch((thrown: unknown) => {
    if (isSystemError(thrown, 'ENOENT')) return undefined;
    throw thrown;
  });
}

/** A last line that is not whole yet is left out: the file grows while it is read. */
function parsed(text: string): AnalysedFrameLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(LineSchema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function cueOf({ timestampMs, detections }: AnalysedFrameLine, nextMs: number): string {
  if (detections.length === 0) return '';
  const endMs = Math.min(nextMs, timestampMs + LONGEST_CUE_MS);
  return `${vttTime(timestampMs)} --> ${vttTime(endMs)}\n${JSON.stringify({ detections })}\n\n`;
}

/** `01:02:03.456`: WebVTT, section 3.2. */
function vttTime(ms: number): string {
  const whole = Math.round(ms);
  const hours = String(Math.floor(whole / 3_600_000)).padStart(2, '0');
  return `${hours}:${new Date(whole % 3_600_000).toISOString().slice(14, 23)}`;
}
