import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { canvasIsInstalled, canvasRemedy, canvasWorks } from './setup/canvas.mjs';
import { canInstallDebianPackages, installDebianPackages } from './setup/debian.mjs';
import { requireNewEnoughNode } from './setup/node-version.mjs';
import { npmPackagesAreCurrent } from './setup/npm-packages.mjs';
import { runNpm } from './setup/quiet-command.mjs';
import { runSteps } from './setup/steps.mjs';
import { CANVAS_BUILD_PARTS, SERVER_PARTS, TEST_PARTS } from './setup/system-parts.mjs';

/**
 * @import { Tell } from './setup/steps.mjs'
 * @import { SystemPart } from './setup/system-parts.mjs'
 */

const root = join(fileURLToPath(import.meta.url), '..', '..');

/**
 * Makes the checkout ready to run: system parts, npm packages, the build. Does only what is not done yet.
 *
 * Progress goes to stderr, so a script that prints results on stdout can call it first. When something that is needed
 * cannot be had, it prints what and the remedy, and ends the process with code 1; a caller needs no error handling.
 *
 * @param {{ readonly forTests?: boolean }} [options] `forTests` also asks for the browsers and tools the tests drive;
 *   one of them that is missing is a failure when `CI=true`.
 * @returns {Promise<void>}
 */
export async function ensureReady(options = {}) {
  await endOnFailure(async () => {
    const canvas = { title: 'canvas (optional)', work: checkCanvas };
    await runSteps([...installSteps(options), { title: 'Build', work: build }, canvas]);
  });
}

/**
 * The part of {@link ensureReady} before the build, for scripts that report what the build says themselves.
 *
 * @param {{ readonly forTests?: boolean }} [options]
 * @returns {Promise<void>}
 */
export async function ensureInstalled(options = {}) {
  await endOnFailure(() => runSteps(installSteps(options)));
}

/** @param {{ readonly forTests?: boolean }} options */
function installSteps({ forTests = false }) {
  return [
    { title: 'System parts', work: (/** @type {Tell} */ tell) => findSystemParts(forTests, tell) },
    { title: 'npm packages', work: installNpmPackages },
  ];
}

/** @param {() => Promise<void>} work */
async function endOnFailure(work) {
  requireNewEnoughNode();
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/**
 * @param {boolean} forTests
 * @param {Tell} tell
 */
async function findSystemParts(forTests, tell) {
  const wanted = [...SERVER_PARTS, ...(forTests ? TEST_PARTS : [])];
  const canInstall = canInstallDebianPackages();
  // A canvas that came ready-made needs no compiler; where nothing can be installed, the canvas step has the remedy.
  if (canInstall && !canvasIsInstalled(root)) wanted.push(...CANVAS_BUILD_PARTS);
  const missing = wanted.filter((part) => !part.isThere());
  if (missing.length === 0) return 'all there';
  const refusal = canInstall ? await tryToInstall(missing, tell) : undefined;
  return describeMissing(
    missing.filter((part) => !part.isThere()),
    forTests,
    refusal,
  );
}

/**
 * Without a network apt-get fails, and the product still runs without these parts: what it says is kept for the report.
 *
 * @param {readonly SystemPart[]} missing
 * @param {Tell} tell
 * @returns {Promise<string | undefined>}
 */
async function tryToInstall(missing, tell) {
  try {
    await installDebianPackages(namesOfPackages(missing), tell);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {readonly SystemPart[]} missing
 * @param {boolean} forTests
 * @param {string} [refusal]
 */
function describeMissing(missing, forTests, refusal) {
  if (missing.length === 0) return 'installed';
  const lines = missing.map((part) => `      ${part.name} is missing, needed for ${part.neededFor}`);
  const remedy = `      Remedy: install them (on Debian, as root: apt-get install ${namesOfPackages(missing).join(' ')})`;
  const report = ['some are missing', ...(refusal === undefined ? [] : [refusal]), ...lines, remedy].join('\n');
  if (forTests && process.env['CI'] === 'true') throw new Error(`With CI=true nothing may be missing: ${report}`);
  return `${report}\n     `;
}

/** @param {readonly SystemPart[]} parts */
function namesOfPackages(parts) {
  return [...new Set(parts.flatMap((part) => part.debianPackages))];
}

/** @param {Tell} tell */
async function installNpmPackages(tell) {
  const canCompileCanvasNow = CANVAS_BUILD_PARTS.every((part) => part.isThere());
  const canvasIsOwed = canInstallDebianPackages() && canCompileCanvasNow && !canvasIsInstalled(root);
  if (npmPackagesAreCurrent(root) && !canvasIsOwed) return 'all there';
  tell('npm ci');
  // Also where NODE_ENV=production is set: the compiler is among the development packages.
  await runNpm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], { cwd: root });
  return 'installed';
}

async function checkCanvas() {
  return (await canvasWorks(root)) ? 'works' : canvasRemedy();
}
