import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask, askJson } from './answer.js';
import type { RunningServer } from './running-server.js';

/** A chunk as the server gives it out. */
export interface DownloadedChunk {
  readonly name: string;
  readonly path: string;
}

/** Downloads every chunk of a stream as the file that plays on its own, in order. */
export async function downloadChunks(server: RunningServer, stream: string): Promise<readonly DownloadedChunk[]> {
  const folder = join(server.dataDirectory, 'downloaded', stream);
  await mkdir(folder, { recursive: true });
  const downloaded: DownloadedChunk[] = [];
  for (const { file, path, octets } of asChunkList(await askJson(server, `/api/streams/${stream}/chunks`))) {
    const { status, body } = await ask(server, path);
    if (status !== 200 || body.length !== octets)
      throw new Error(`${path} answered ${status} with ${body.length} octets, not ${octets}`);
    await writeFile(join(folder, file), body);
    downloaded.push({ name: file, path: join(folder, file) });
  }
  return downloaded;
}

interface ListedChunk {
  readonly file: string;
  readonly path: string;
  readonly octets: number;
}

/** Boundary: the shape is checked by the server's own schema. */
function asChunkList(answer: unknown): readonly ListedChunk[] {
  return (answer as { readonly chunks: readonly ListedChunk[] }).chunks;
}
