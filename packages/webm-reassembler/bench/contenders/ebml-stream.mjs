import { requirePeer } from '../peers/require-peer.mjs';
import { BlockTally } from './tally.mjs';
import { writeAll } from './write-all.mjs';

/** @import { Contender } from './index.mjs' */

/**
 * @typedef {import('node:stream').Transform} Transform
 * @typedef {{ readonly id: number, readonly payload?: Uint8Array, readonly keyframe?: boolean }} Tag
 * @typedef {{ readonly EbmlStreamDecoder: new () => Transform }} EbmlStream What is used of it.
 */

export const ebmlStream = /** @satisfies {Contender} */ ({
  name: 'ebml-stream',
  async read(chunks, afterChunk) {
    const { EbmlStreamDecoder } = /** @type {EbmlStream} */ (requirePeer('ebml-stream'));
    const tally = new BlockTally();
    const decoder = new EbmlStreamDecoder();
    decoder.on('data', (/** @type {Tag} */ tag) => {
      if (tag.payload !== undefined) tally.add(tag.payload, tag.keyframe === true);
    });
    await writeAll(decoder, chunks, afterChunk);
    return tally.result();
  },
});
