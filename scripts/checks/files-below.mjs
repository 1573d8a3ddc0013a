import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of what is made, not written. */
const MADE = new Set(['node_modules', 'dist']);

/**
 * All files in a folder and the folders in it, but for what is installed or built there.
 *
 * @param {string} folder
 * @returns {readonly string[]} Paths that begin with the folder's.
 */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return MADE.has(entry.name) ? [] : filesBelow(path);
  });
}
