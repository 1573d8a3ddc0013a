import { requirePeer } from '../../peers/require-peer.mjs';

/** @typedef {{ readonly default: (recording: Blob) => Promise<Blob> }} WebmDurationFix What is used of it. */

/** @param {Blob} recording */
export function fixByDurationFix(recording) {
  const { default: fixWebmDuration } = /** @type {WebmDurationFix} */ (requirePeer('webm-duration-fix'));
  return fixWebmDuration(recording);
}
