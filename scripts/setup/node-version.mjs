import process from 'node:process';

/** The oldest Node that runs the product: the first 20 whose `require` also loads ES modules. */
const OLDEST = [20, 19];

/**
 * Whether a Node of this version can run the product.
 *
 * @param {string} version As `process.versions.node` has it, such as `20.19.4`.
 * @returns {boolean}
 */
export function nodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * Ends the process with a plain sentence when this Node is too old.
 *
 * Called before anything else is imported, and written in syntax that old versions of Node read, so that they print
 * this sentence and not a stack trace.
 *
 * @returns {void}
 */
export function requireNewEnoughNode() {
  if (nodeIsNewEnough(process.versions.node)) return;
  console.error(`This needs Node ${OLDEST.join('.')} or newer; this is Node ${process.versions.node}.`);
  console.error('Install a newer one from nodejs.org, or with nvm: nvm install 22');
  process.exit(1);
}
