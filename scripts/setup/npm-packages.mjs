import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One package as the lock file and npm's own record of what it installed both describe it.
 *
 * @typedef {{ readonly version?: string, readonly optional?: boolean, readonly devOptional?: boolean }} LockedPackage
 * @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages By path, such as `node_modules/ws`.
 */

/**
 * Whether what npm installed is what the lock file asks for, by the two files that npm keeps of it: comparing them tells
 * more than a time stamp, and does not mind which npm command did it.
 *
 * @param {string} root The checkout.
 * @returns {boolean}
 */
export function npmPackagesAreCurrent(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return installedMatchesLock(readPackages(installed), readPackages(join(root, 'package-lock.json')));
}

/**
 * @param {LockedPackages} installed
 * @param {LockedPackages} locked
 * @returns {boolean}
 */
export function installedMatchesLock(installed, locked) {
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === '') return true; // the workspace itself, which npm does not record
    const found = installed[path];
    // Optional packages may be for another platform, or could not be compiled.
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version;
  });
}

/**
 * @param {string} path
 * @returns {LockedPackages}
 */
function readPackages(path) {
  const lock = /** @type {{ readonly packages?: LockedPackages }} */ (JSON.parse(readFileSync(path, 'utf8')));
  return lock.packages ?? {};
}
