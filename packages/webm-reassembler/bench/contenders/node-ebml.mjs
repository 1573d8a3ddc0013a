import { requirePeer } from '../peers/require-peer.mjs';
import { BlockTally } from './tally.mjs';
import { writeAll } from './write-all.mjs';

/** @import { Contender } from './index.mjs' */

/**
 * @typedef {import('node:stream').Transform} Transform
 * @typedef {{ readonly name: string, readonly payload: Uint8Array | null, readonly keyframe?: boolean }} Tag
 * @typedef {{ readonly Decoder: new () => Transform }} NodeEbml What is used of it.
 */

const NOTHING = new Uint8Array(0);

export const nodeEbml = /** @satisfies {Contender} */ ({
  name: 'ebml (node-ebml)',
  async read(chunks, afterChunk) {
    const { Decoder } = /** @type {NodeEbml} */ (requirePeer('ebml'));
    const tally = new BlockTally();
    const decoder = new Decoder();
    decoder.on('data', (/** @type {readonly [string, Tag]} */ [, tag]) => {
      if (tag.name === 'SimpleBlock' || tag.name === 'Block') tally.add(tag.payload ?? NOTHING, tag.keyframe === true);
    });
    await writeAll(
      decoder,
      chunks.map((chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)),
      afterChunk,
    );
    return tally.result();
  },
});
