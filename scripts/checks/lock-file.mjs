import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tool.mjs';

/**
 * What is used here of package-lock.json: packages by path, such as `node_modules/ws`.
 *
 * @typedef {object} LockedPackage
 * @property {string} [resolved]
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 *
 * @typedef {{ readonly packages?: Readonly<Record<string, LockedPackage>> }} LockFile
 */

/**
 * The packages that a lock file binds to a host. It should bind none: everyone installs from the registry that they are
 * set up for, and the integrity hashes say that it is the same package.
 *
 * @param {LockFile} lock
 * @returns {readonly string[]} Paths of packages.
 */
export function packagesBoundToHost(lock) {
  return Object.entries(lock.packages ?? {})
    .filter(([, { resolved }]) => resolved !== undefined && /^[a-z+]+:/.test(resolved) && !resolved.startsWith('file:'))
    .map(([path]) => path);
}

/**
 * Packages whose parts for other platforms the lock may leave out: the version for which that was argued, and the
 * argument. A newer version is looked at anew.
 *
 * `@napi-rs/webcodecs`: the last version for Node 20, and when the lock was written the registry had its parts for Linux
 * on x64 only. Nothing but `--decoder webcodecs` loads it. Where its part is missing ffmpeg decodes, as it does by
 * default, and `docs/decoding.md` says how to get it. `npm ci` takes the lock as it is.
 *
 * @type {Readonly<Record<string, string>>}
 */
const EXCUSED = { 'node_modules/@napi-rs/webcodecs': '1.3.1' };

/**
 * The optional packages that a lock file leaves out. It should have those of every platform: where a registry did not
 * have one yet when the lock was written, `npm ci` refuses the whole lock, or that platform goes without.
 *
 * @param {LockFile} lock
 * @returns {readonly string[]} Such as `@swc/core-darwin-arm64@1.16.18`.
 */
export function optionalPackagesLeftOut({ packages = {} }) {
  return Object.entries(packages)
    .filter(([path, wanting]) => !isExcused(path, wanting))
    .flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies)
        .filter(([name]) => !foldersThatSee(path).some((folder) => `${folder}node_modules/${name}` in packages))
        .map(([name, version]) => `${name}@${version}`),
    );
}

/**
 * @param {string} path
 * @param {LockedPackage} wanting
 * @returns {boolean} Only where the package itself may be missing can its parts be.
 */
function isExcused(path, { version, optional }) {
  return optional === true && version !== undefined && EXCUSED[path] === version;
}

/**
 * The folders in which Node looks for what a package requires: its own, and all around it.
 *
 * @param {string} path
 * @returns {readonly string[]}
 */
function foldersThatSee(path) {
  const inner = path === '' ? [] : [`${path}/`];
  const around = [...path.matchAll(/node_modules\//g)].map(({ index }) => path.slice(0, index));
  return [...inner, ...around, ''];
}

/** @returns {Promise<void>} */
export async function checkLockFile() {
  const lock = /** @type {LockFile} */ (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const bound = packagesBoundToHost(lock);
  if (bound.length > 0) {
    throw new Error(
      `package-lock.json names the host that it had these from: ${bound.slice(0, 10).join(', ')}\n` +
        'Remedy: npm install --package-lock-only --omit-lockfile-registry-resolved',
    );
  }
  const leftOut = optionalPackagesLeftOut(lock);
  if (leftOut.length > 0) {
    throw new Error(
      `package-lock.json leaves out packages for other platforms: ${leftOut.slice(0, 10).join(', ')}\n` +
        'Remedy: take a version of the package that wants them for which the registry has them all',
    );
  }
}
