import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readStreamRecord, type StreamRecord } from '../record/index.js';

/** `stream.json` of a folder, and what tells whether it has changed. */
export interface StreamJson {
  readonly record: StreamRecord;
  /** Another one each time the file is written. */
  readonly mark: string;
}

/** @returns `undefined` where the folder is no stream, or not yet */
export function readStreamJson(folder: string, id: string): StreamJson | undefined {
  try {
    const path = join(folder, 'stream.json');
    const { mtimeMs, size } = statSync(path);
    const read = readStreamRecord(readFileSync(path, 'utf8'));
    if (read.kind === 'malformed' || read.record.id !== id) return undefined;
    return { record: read.record, mark: `${mtimeMs} ${size}` };
  } catch {
    return undefined;
  }
}

/** Length of a file; 0 where it is not there. */
export function octetsOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Octets of all files of a folder; without those of its folders while the stream is live, which may be thousands. */
export function octetsOfFolder(folder: string, withFolders: boolean): number {
  let octets = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile()) octets += octetsOf(path);
    else if (entry.isDirectory() && withFolders) octets += octetsOfFolder(path, true);
  }
  return octets;
}

/** What is in a folder; nothing where it is not there. */
export function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
