import { requirePeer } from '../peers/require-peer.mjs';
import { BlockTally } from './tally.mjs';

/** @import { Contender } from './index.mjs' */

/**
 * @typedef {object} TsEbml What is used of it.
 * @property {new () => { decode(chunk: ArrayBuffer): readonly { readonly name: string, readonly data: Uint8Array }[] }} Decoder
 * @property {{ ebmlBlock(octets: Uint8Array): { readonly keyframe: boolean, readonly frames: readonly Uint8Array[] } }} tools
 */

export const tsEbml = /** @satisfies {Contender} */ ({
  name: 'ts-ebml',
  read(chunks, afterChunk) {
    const { Decoder, tools } = /** @type {TsEbml} */ (requirePeer('ts-ebml'));
    const tally = new BlockTally();
    const decoder = new Decoder();
    for (const chunk of chunks) {
      for (const element of decoder.decode(wholeBuffer(chunk))) {
        if (element.name !== 'SimpleBlock' && element.name !== 'Block') continue;
        const block = tools.ebmlBlock(element.data);
        for (const frame of block.frames) tally.add(frame, block.keyframe);
      }
      afterChunk?.();
    }
    return tally.result();
  },
});

/**
 * It reads a whole ArrayBuffer.
 *
 * @param {Uint8Array} chunk
 */
function wholeBuffer(chunk) {
  const { buffer } = chunk.length === chunk.buffer.byteLength ? chunk : chunk.slice();
  return /** @type {ArrayBuffer} */ (buffer);
}
