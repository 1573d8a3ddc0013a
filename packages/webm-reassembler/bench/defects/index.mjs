import {
  blockGroupKeyframes,
  chunksTwice,
  firstChunkMissing,
  lostKeyframe,
  restart,
  soundKeyframes,
  zeros,
} from './reading.mjs';
import { clusterStreamPieces, clusterStreamAlpha } from './webm-cluster-stream.mjs';
import { durationFixThrows, seekableCues } from './repairing.mjs';

/**
 * Something that a peer gets wrong, with the code that shows it.
 *
 * @typedef {object} Defect
 * @property {string} name `npm run bench -- --defect NAME` shows it alone.
 * @property {string} claim What goes wrong, and why it should not.
 * @property {() => Promise<readonly Finding[]>} show One finding for each peer that it can be seen in.
 *
 * @typedef {{ readonly peer: string, readonly seen: string }} Finding
 */

/** @type {readonly Defect[]} */
export const DEFECTS = [
  blockGroupKeyframes,
  soundKeyframes,
  restart,
  firstChunkMissing,
  zeros,
  chunksTwice,
  lostKeyframe,
  clusterStreamPieces,
  clusterStreamAlpha,
  seekableCues,
  durationFixThrows,
];
