import { readFileSync } from 'node:fs';
import process from 'node:process';
import { runQuietly } from './quiet-command.mjs';

/** @import { Tell } from './steps.mjs' */

/**
 * Whether packages can be installed here without asking: Debian, and root. Its derivatives name packages differently
 * (Ubuntu's chromium is a stub that wants snap), so there people are told and choose themselves.
 *
 * @returns {boolean}
 */
export function canInstallDebianPackages() {
  return process.getuid?.() === 0 && isDebian();
}

/** @returns {boolean} */
function isDebian() {
  try {
    return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Installs packages with apt-get, after bringing its lists up to date.
 *
 * @param {readonly string[]} packages
 * @param {Tell} tell
 * @returns {Promise<void>}
 */
export async function installDebianPackages(packages, tell) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  tell('apt-get update');
  await runQuietly('apt-get', ['update', '-q'], { env });
  tell(`apt-get install ${packages.join(' ')}`);
  await runQuietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}
