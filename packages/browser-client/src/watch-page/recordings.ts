import { withToken } from '../access/page-access.js';
import { streamPath } from '../page/addresses.js';

/** What the server keeps of a stream. */
export interface KeptStream {
  /** Whether nothing more will come: it has ended, or the server died while it was live. */
  readonly isOver: boolean;
  /** Paths of its recordings, with the token that opens them. */
  readonly recordings: readonly string[];
  /** Path of the list of its still images, where that is what its publisher sent. */
  readonly images?: string;
}

/** Asks the server what it keeps of a stream; `undefined` where it knows none, or cannot be asked. */
export async function fetchKept(
  stream: string,
  token: string | undefined,
  fetcher: typeof fetch = fetch,
): Promise<KeptStream | undefined> {
  try {
    const response = await fetcher(withToken(streamPath(stream), token));
    return response.ok ? readKept(await response.json(), token) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the server's answer. */
export function readKept(answer: unknown, token: string | undefined): KeptStream {
  const { state, recordings, mimeType, framesPath } = fieldsOf(answer);
  const isOfImages = typeof mimeType === 'string' && mimeType.startsWith('image/');
  const paths = Array.isArray(recordings) ? recordings.map((entry: unknown) => fieldsOf(entry)['path']) : [];
  return {
    isOver: state === 'ended' || state === 'interrupted',
    recordings: paths.flatMap((path) => (typeof path === 'string' ? [withToken(path, token)] : [])),
    ...(isOfImages && typeof framesPath === 'string' ? { images: withToken(framesPath, token) } : {}),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
