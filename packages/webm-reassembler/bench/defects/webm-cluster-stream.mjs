import { once } from 'node:events';
import { decodesCleanly } from '../repair/ffmpeg.mjs';
import { readChunks } from '../inputs/live-recording.mjs';
import { requirePeer } from '../peers/require-peer.mjs';

/** @import { Defect } from './index.mjs' */

const PEER = 'webm-cluster-stream';

/** @type {Defect} */
export const clusterStreamPieces = {
  name: 'cluster-pieces',
  claim:
    'Splits a stream at Clusters, to be joined there: but where there is sound, a Cluster seldom starts with a keyframe ' +
    '(`fixtures/chromium156-long-gop-vp8-opus-250ms`)',
  async show() {
    const [header, ...clusters] = await split('chromium156-long-gop-vp8-opus-250ms');
    if (header === undefined) return [];
    const clean = clusters.filter((cluster) => decodesCleanly(Buffer.concat([header, cluster]))).length;
    return [{ peer: PEER, seen: `${clean} of ${clusters.length} pieces are decoded by ffmpeg without a message` }];
  },
};

/** @type {Defect} */
export const clusterStreamAlpha = {
  name: 'cluster-stream-alpha',
  claim: 'Cannot read what Chromium records of a canvas (`fixtures/chromium156-alpha-canvas-vp8-250ms`)',
  async show() {
    try {
      await split('chromium156-alpha-canvas-vp8-250ms');
      return [];
    } catch (error) {
      return [{ peer: PEER, seen: `throws "${error instanceof Error ? error.message : String(error)}"` }];
    }
  },
};

/**
 * @param {string} fixture
 * @returns {Promise<readonly Buffer[]>} The header, then the Clusters.
 */
async function split(fixture) {
  const create = /** @type {() => import('node:stream').Transform} */ (requirePeer(PEER));
  const stream = create();
  /** @type {Buffer[]} */
  const pieces = [];
  stream.on('data', (/** @type {Buffer} */ piece) => void pieces.push(piece));
  for (const chunk of readChunks(fixture)) stream.write(chunk);
  stream.end();
  await once(stream, 'end');
  return pieces;
}
