import { createReadStream } from 'node:fs';
import { isSystemError } from './system-error.js';

/** What an earlier process left in `detections.ndjson`. */
export interface KeptDetections {
  /** Octets of whole lines. */
  readonly octets: number;
  readonly lines: number;
  /** Timestamp of the frame of the last line, on the timeline of the stream; `undefined` where there is none. */
  readonly newestMs: number | undefined;
}

const NOTHING: KeptDetections = { octets: 0, lines: 0, newestMs: undefined };
const LINE_FEED = 0x0a;
/** Longer than any line: the longest has one frame's detections. */
const MAX_LINE_OCTETS = 1024 * 1024;

/** Looks where to go on in a log that a dying process may have left amid a line. */
export async function readKeptDetections(path: string): Promise<KeptDetections> {
  let [octets, lines, read] = [0, 0, 0];
  let line = Buffer.alloc(0);
  let lastLine = line;
  try {
    for await (const part of createReadStream(path)) {
      const buffer = asBuffer(part);
      for (let at = buffer.indexOf(LINE_FEED); at >= 0; at = buffer.indexOf(LINE_FEED, at + 1)) {
        lines += 1;
        octets = read + at + 1;
      }
      line = Buffer.concat([line, buffer]);
      const end = line.lastIndexOf(LINE_FEED);
      if (end >= 0) {
        const whole = line.subarray(0, end);
        lastLine = whole.subarray(whole.lastIndexOf(LINE_FEED) + 1);
        line = line.subarray(end + 1);
      }
      if (line.length > MAX_LINE_OCTETS) line = Buffer.alloc(0);
      read += buffer.length;
    }
  } catch (thrown) {
    if (isSystemError(thrown, 'ENOENT')) return NOTHING;
    throw thrown;
  }
  return { octets, lines, newestMs: timestampOf(lastLine.toString('utf8')) };
}

function timestampOf(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const timestampMs = typeof value === 'object' && value !== null && 'timestampMs' in value && value.timestampMs;
    return typeof timestampMs === 'number' ? timestampMs : undefined;
  } catch {
    return undefined;
  }
}

/** A stream without an encoding gives Buffers. */
function asBuffer(part: unknown): Buffer {
  return part as Buffer;
}
