import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Folder of what is being deleted, beside the streams, so that moving there is one step of the same file system. */
const REMOVED = 'removed';

/**
 * Deletes a folder so that it is there whole or not at all, for readers and after a crash: it is moved out of the way in
 * one step before anything in it is deleted. What a crash leaves is deleted by {@link finishRemovals}.
 *
 * @param dataDirectory where the folder may be moved to
 */
export async function removeFolder(dataDirectory: string, folder: string): Promise<void> {
  const removed = join(dataDirectory, REMOVED);
  await mkdir(removed, { recursive: true });
  const aside = join(removed, `${basename(folder)}.${randomUUID()}`);
  await rename(folder, aside);
  await rm(aside, { recursive: true, force: true });
}

/** Deletes what an earlier process had moved out of the way when it died. */
export async function finishRemovals(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, REMOVED), { recursive: true, force: true });
}
