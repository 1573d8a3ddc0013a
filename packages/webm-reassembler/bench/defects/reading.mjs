import { ebmlStream } from '../contenders/ebml-stream.mjs';
import { mediabunny } from '../contenders/mediabunny.mjs';
import { nodeEbml } from '../contenders/node-ebml.mjs';
import { ourPerBlockFeed } from '../contenders/ours.mjs';
import { tsEbml } from '../contenders/ts-ebml.mjs';
import { readChunks } from '../inputs/live-recording.mjs';

/** @import { Contender } from '../contenders/index.mjs' */
/** @import { Tally } from '../contenders/tally.mjs' */
/** @import { Defect } from './index.mjs' */

const PEERS = [tsEbml, ebmlStream, mediabunny, nodeEbml];
/** Stops a peer that waits for octets that never come. */
const LIMIT_MS = 10_000;

export const blockGroupKeyframes = defect({
  name: 'block-group-keyframes',
  claim:
    'Finds no keyframe where Chromium records a canvas: a Block in a BlockGroup has no keyframe flag, it lacks a ReferenceBlock',
  fixture: 'chromium156-alpha-canvas-vp8-250ms',
  isWrong: (tally, right) => tally.keyframes !== right.keyframes,
  describe: (tally, right) => `${tally.keyframes} keyframes in ${tally.blocks} frames; there are ${right.keyframes}`,
});

export const soundKeyframes = defect({
  name: 'sound-keyframes',
  claim:
    'Takes the sound of Firefox for something that cannot be joined: Firefox sets no keyframe flag on sound, which needs none',
  fixture: 'firefox153-microphone-opus-250ms',
  isWrong: (tally, right) => tally.keyframes !== right.keyframes,
  describe: (tally, right) =>
    `${tally.keyframes} of ${tally.blocks} Opus packets can be joined; all ${right.keyframes} can`,
});

export const restart = defect({
  name: 'restart',
  claim:
    'Passes over the second header of a recorder that was restarted with its tracks swapped: sound is handed out as video',
  fixture: 'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  isWrong: (tally, right) => tally.keyframes !== right.keyframes,
  describe: (tally, right) => `${tally.keyframes} of ${tally.blocks} packets are called key; ${right.keyframes} are`,
});

export const firstChunkMissing = defect({
  name: 'first-chunk-missing',
  claim: 'Nothing can be read without the first chunk',
  fixture: 'broken-missing-first-chunk',
  isWrong: (tally, right) => tally.blocks < right.blocks,
  describe: (tally, right) => `${tally.blocks} blocks; ${right.blocks} can be played`,
});

export const zeros = defect({
  name: 'zeros',
  claim: 'A burst of zeros in one Cluster ends the reading, with all that comes behind it',
  fixture: 'broken-zeros-in-cluster',
  isWrong: (tally, right) => tally.blocks < right.blocks,
  describe: (tally, right) => `${tally.blocks} blocks; ${right.blocks} can be played`,
});

export const chunksTwice = defect({
  name: 'chunk-twice',
  claim: 'A chunk that was sent twice is handed out twice, without a word: time runs back',
  fixture: 'broken-duplicated-chunk',
  undamaged: 'chromium156-tiny-canvas-vp8-opus-250ms',
  isWrong: (tally, right) => tally.blocks > right.blocks,
  describe: (tally, right) => `${tally.blocks} blocks of a recording that has ${right.blocks}`,
});

export const lostKeyframe = defect({
  name: 'lost-keyframe',
  claim: 'Hands out frames that depend on a keyframe in a lost chunk, without a word: a decoder shows rubbish or fails',
  fixture: 'broken-missing-keyframe-chunk',
  isWrong: (tally, right) => tally.blocks > right.blocks,
  describe: (tally, right) => `${tally.blocks} blocks; ${right.blocks} can be decoded`,
});

/**
 * A defect that shows when a fixture is read: the peer's numbers are compared with ours, which tests hold to ffprobe's.
 *
 * @param {object} parts
 * @param {string} parts.name
 * @param {string} parts.claim
 * @param {string} parts.fixture
 * @param {string} [parts.undamaged] What it was made from, where that has the right numbers.
 * @param {(tally: Tally, right: Tally) => boolean} parts.isWrong
 * @param {(tally: Tally, right: Tally) => string} parts.describe
 * @returns {Defect}
 */
function defect({ name, claim, fixture, undamaged = fixture, isWrong, describe }) {
  return {
    name,
    claim: `${claim} (\`fixtures/${fixture}\`)`,
    async show() {
      const right = ourPerBlockFeed.read(ownChunks(undamaged), undefined);
      const findings = [];
      for (const peer of PEERS) {
        const tally = await readOrFail(peer, fixture);
        if (typeof tally === 'string') findings.push({ peer: peer.name, seen: tally });
        else if (isWrong(tally, right)) findings.push({ peer: peer.name, seen: describe(tally, right) });
      }
      return findings;
    },
  };
}

/**
 * @param {Contender} peer
 * @param {string} fixture
 * @returns {Promise<Tally | string>} The message, where it throws.
 */
async function readOrFail(peer, fixture) {
  let timer;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => resolve(`no end in ${LIMIT_MS / 1000} s`), LIMIT_MS);
  });
  try {
    return /** @type {Tally | string} */ (await Promise.race([peer.read(ownChunks(fixture)), tooLong]));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `throws "${message.replaceAll(/0{8,}.*|[0-9a-f]{40,}.*/g, '...').slice(0, 90)}"`;
  } finally {
    clearTimeout(timer);
  }
}

/** Chunks with memory of their own: ts-ebml reads a chunk's whole ArrayBuffer. @param {string} fixture */
function ownChunks(fixture) {
  return readChunks(fixture).map((chunk) => new Uint8Array(chunk));
}
