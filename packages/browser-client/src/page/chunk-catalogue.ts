import { withToken } from '../access/page-access.js';
import { streamPath } from './addresses.js';

/** A chunk that the server has stored as a file that plays alone. */
export interface StoredChunk {
  readonly sequence: number;
  /** Path of the file on the server. */
  readonly path: string;
  /** First timestamp in the file on the stream's timeline, lead-in included, in ms. */
  readonly startMs: number;
  readonly endMs: number;
  /** How much in front of the chunk itself is there only so that it can be decoded, in ms. */
  readonly leadInMs: number;
}

/**
 * Asks the server for the stored chunks of a stream from a sequence number on, oldest first. What comes after the
 * server's longest answer comes with the next call; nothing comes when it cannot be asked now.
 */
export async function fetchChunks(
  stream: string,
  from: number,
  token: string | undefined,
  fetcher: typeof fetch = fetch,
): Promise<readonly StoredChunk[]> {
  try {
    const response = await fetcher(withToken(`${streamPath(stream)}/chunks?from=${from}`, token));
    return response.ok ? readChunks(await response.json()) : [];
  } catch {
    // The server is gone: the upload says so to the person, and the next call asks again.
    return [];
  }
}

/** Reads the server's answer. What is no chunk is left out. */
export function readChunks(answer: unknown): readonly StoredChunk[] {
  const list = isObject(answer) ? answer['chunks'] : undefined;
  return Array.isArray(list) ? list.flatMap((entry: unknown) => readChunk(entry)) : [];
}

function readChunk(entry: unknown): readonly StoredChunk[] {
  if (!isObject(entry)) return [];
  const { sequence, path, startMs, endMs, leadInMs } = entry;
  if (typeof sequence !== 'number' || typeof path !== 'string') return [];
  if (typeof startMs !== 'number' || typeof endMs !== 'number' || typeof leadInMs !== 'number') return [];
  return [{ sequence, path, startMs, endMs, leadInMs }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
