import { rename, writeFile } from 'node:fs/promises';

/** Writes a whole file so that a reader, and a crash, find the old content or the new and never half of it. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}
