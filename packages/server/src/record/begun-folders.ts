import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncDirectory } from './atomic-file.js';
import { ignore } from '../system-error.js';

/** Folder of what is being made, beside the streams, so that moving from there is one step of the same file system. */
const BEGUN = 'begun';

/**
 * Makes a folder so that it is there with its first files or not at all, also after a crash: it is filled elsewhere and
 * then moved. What a crash leaves is deleted by {@link forgetBegun}.
 *
 * @param folder a folder within a folder of the data directory
 * @throws the error of the file system, also when there is something at that place already
 */
export async function beginFolder(
  folder: string,
  fill: (folder: string) => Promise<void>,
  syncs: boolean,
): Promise<void> {
  const begun = join(dirname(dirname(folder)), BEGUN);
  const aside = join(begun, `${basename(folder)}.${randomUUID()}`);
  // Only this folder: where more is missing, the disk is not there.
  await mkdir(begun).catch(ignore('EEXIST'));
  await mkdir(aside);
  try {
    await fill(aside);
    if (syncs) await syncDirectory(aside);
    await rename(aside, folder);
    if (syncs) await syncDirectory(dirname(folder));
  } catch (thrown) {
    await rm(aside, { recursive: true, force: true }).catch(() => undefined);
    throw thrown;
  }
}

/** Deletes what an earlier process was making when it died. */
export async function forgetBegun(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, BEGUN), { recursive: true, force: true });
}
