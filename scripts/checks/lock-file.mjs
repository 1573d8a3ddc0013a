import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.mjs';

/**
 * The packages that a lock file binds to a host. It should bind none: everyone installs from the registry that they are
 * set up for, and the integrity hashes say that it is the same package.
 *
 * @param {{ readonly packages?: Readonly<Record<string, { readonly resolved?: string }>> }} lock
 * @returns {readonly string[]} Paths of packages, such as `node_modules/ws`.
 */
export function packagesBoundToHost(lock) {
  return Object.entries(lock.packages ?? {})
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:/.test(resolved) && !resolved.startsWith('file:'))
    .map(([path]) => path);
}

/** @returns {Promise<void>} */
export async function checkLockFile() {
  const lock = /** @type {Parameters<typeof packagesBoundToHost>[0]} */ (
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  );
  const bound = packagesBoundToHost(lock);
  if (bound.length === 0) return;
  throw new Error(
    `package-lock.json names the host that it had these from: ${bound.slice(0, 10).join(', ')}\n` +
      'Remedy: npm install --package-lock-only --omit-lockfile-registry-resolved',
  );
}
