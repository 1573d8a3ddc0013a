import { closeSync, openSync, readSync } from 'node:fs';

/** Octets that are read at a time. */
const PART_OCTETS = 1024 * 1024;
const LINE_FEED = 0x0a;

/** What a growing file of lines brought. */
export interface NewLines {
  /** Each line that is JSON, parsed; others are left out. */
  readonly values: readonly unknown[];
  /** Where to go on the next time. */
  readonly readTo: number;
}

/**
 * Reads the lines of an NDJSON file from an octet on, some at a time: a last line that is not whole yet is left for the
 * next time, because the file grows while it is read.
 *
 * @param from where a line begins
 * @returns nothing new where the file is not there
 */
export function readNewLines(path: string, from: number): NewLines {
  const octets = readPart(path, from);
  const end = octets.lastIndexOf(LINE_FEED);
  if (end < 0) return { values: [], readTo: octets.length === PART_OCTETS ? from + octets.length : from };
  const lines = octets.subarray(0, end).toString('utf8').split('\n');
  return { values: lines.flatMap(parsed), readTo: from + end + 1 };
}

function readPart(path: string, from: number): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const part = Buffer.alloc(PART_OCTETS);
    return part.subarray(0, readSync(file, part, 0, part.length, from));
  } finally {
    closeSync(file);
  }
}

function parsed(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line) as unknown];
  } catch {
    return [];
  }
}
