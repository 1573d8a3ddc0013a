/**
 * Copies every chunk once, into memory that is there already: the yardstick.
 *
 * @param {readonly Uint8Array[]} chunks
 * @param {Uint8Array} target
 * @returns {number} Milliseconds.
 */
export function copyAll(chunks, target) {
  const startedAt = performance.now();
  let at = 0;
  for (const chunk of chunks) {
    target.set(chunk, at);
    at += chunk.length;
  }
  return performance.now() - startedAt;
}
