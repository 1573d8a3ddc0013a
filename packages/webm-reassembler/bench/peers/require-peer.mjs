import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A peer, as its package gives it to Node. What is used of it is said where it is used: not all have types.
 *
 * @param {string} name
 * @returns {unknown}
 */
export function requirePeer(name) {
  return /** @type {unknown} */ (require(name));
}
