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

/** Asks the server for the stored chunks of a stream, oldest first. Empty when it cannot be asked now. */
export async function fetchChunks(stream: string, fetcher: typeof fetch = fetch): Promise<readonly StoredChunk[]> {
  try {
    const response = await fetcher(`${streamPath(stream)}/chunks`);
    return response.ok ? readChunks(await response.json()) : [];
  } catch {
    // The server is gone: the upload says so to the person, and the next poll asks again.
    return [];
  }
}

/** Reads the server's answer: a list, or an object with the list under `chunks`. What is no chunk is left out. */
export function readChunks(answer: unknown): readonly StoredChunk[] {
  const list = isObject(answer) ? answer['chunks'] : answer;
  return Array.isArray(list) ? list.flatMap((entry: unknown) => readChunk(entry)) : [];
}

function readChunk(entry: unknown): readonly StoredChunk[] {
  if (!isObject(entry)) return [];
  const { path, startMs, endMs, leadInMs } = entry;
  if (typeof path !== 'string' || typeof startMs !== 'number' || typeof endMs !== 'number') return [];
  const sequence = typeof entry['sequence'] === 'number' ? entry['sequence'] : Number(/(\d+)\.webm$/.exec(path)?.[1]);
  if (!Number.isSafeInteger(sequence)) return [];
  return [{ sequence, path, startMs, endMs, leadInMs: typeof leadInMs === 'number' ? leadInMs : 0 }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
