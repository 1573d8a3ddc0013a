import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runQuietly } from './quiet-command.mjs';
import { CANVAS_BUILD_PARTS } from './system-parts.mjs';

/** Draws and encodes one pixel: a canvas compiled without libjpeg loads, and fails only here. */
const TRIAL = "require('canvas').createCanvas(1, 1).toBuffer('image/jpeg')";

/**
 * Whether `canvas` is installed with its native part. npm takes the whole package away again when that part neither
 * comes ready-made nor compiles.
 *
 * @param {string} root The checkout.
 * @returns {boolean}
 */
export function canvasIsInstalled(root) {
  return existsSync(join(root, 'node_modules', 'canvas', 'build', 'Release', 'canvas.node'));
}

/**
 * Whether `canvas` works, tried in a process of its own: a native part for another Node or system may end it.
 *
 * @param {string} root The checkout.
 * @returns {Promise<boolean>}
 */
export async function canvasWorks(root) {
  if (!canvasIsInstalled(root)) return false;
  try {
    await runQuietly(process.execPath, ['-e', TRIAL], { cwd: join(root, 'packages', 'server') });
    return true;
  } catch {
    return false;
  }
}

/** What to do to get `canvas`, in one line. @returns {string} */
export function canvasRemedy() {
  const missing = CANVAS_BUILD_PARTS.filter((part) => !part.isThere());
  const packages = missing.flatMap((part) => part.debianPackages).join(' ');
  const install =
    packages === '' ? '' : `install what it is compiled with (on Debian: apt-get install ${packages}), then `;
  return `canvas could not be had, so snapshots with boxes answer 501; for them, ${install}run: npm ci`;
}
