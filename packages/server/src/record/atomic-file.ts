import { open, rename } from 'node:fs/promises';

/**
 * Writes a whole file so that a reader, and a crash, find the old content or the new and never half of it.
 *
 * @param syncs whether a loss of power, too, leaves the one or the other
 */
export async function writeWholeFile(path: string, content: string | Uint8Array, syncs: boolean): Promise<void> {
  const draft = `${path}.draft`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(content);
    if (syncs) await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
}

/** Makes what was created, renamed or deleted in a directory outlast a loss of power. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
