import { requirePeer } from '../../peers/require-peer.mjs';

/** @typedef {(recording: Blob, durationMs: number, options: object) => Promise<Blob>} FixWebmDuration What is used of it. */

/** The only thing of a browser that it needs: the class as far as it uses it. */
class FileReader {
  onloadend = () => undefined;
  /** @type {ArrayBuffer | undefined} */
  result;

  /** @param {Blob} blob */
  readAsArrayBuffer(blob) {
    void blob.arrayBuffer().then((buffer) => {
      this.result = buffer;
      this.onloadend();
    });
  }
}

/**
 * @param {Blob} recording
 * @param {number} durationMs It does not find out by itself.
 */
export function fixByFixWebmDuration(recording, durationMs) {
  Object.assign(globalThis, { FileReader });
  const fixWebmDuration = /** @type {FixWebmDuration} */ (requirePeer('fix-webm-duration'));
  return fixWebmDuration(recording, durationMs, { logger: false });
}
