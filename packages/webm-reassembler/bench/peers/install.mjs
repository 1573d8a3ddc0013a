import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/**
 * @typedef {{ readonly dependencies: Readonly<Record<string, string>> }} Manifest
 * @typedef {{ readonly version: string }} InstalledManifest
 */

/** The peers with their exact versions. @returns {readonly (readonly [string, string])[]} */
export function peers() {
  const { dependencies } = /** @type {Manifest} */ (JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')));
  return Object.entries(dependencies);
}

/** Installs what is missing, into this folder and nowhere else. */
export function installPeers() {
  if (peers().every(([name, version]) => installedVersion(name) === version)) return;
  execFileSync('npm', ['ci', '--no-workspaces', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'ignore' });
}

/** @param {string} name */
function installedVersion(name) {
  const path = join(FOLDER, 'node_modules', name, 'package.json');
  if (!existsSync(path)) return undefined;
  return /** @type {InstalledManifest} */ (JSON.parse(readFileSync(path, 'utf8'))).version;
}
