import { BlockReader } from '../../dist/blocks/block-reader.js';
import { av1, h264 } from '../../dist/codecs.js';
import { loss } from '../../dist/loss.js';
import { lostHeader } from '../../dist/lost-header.js';
import { resolveOptions } from '../../dist/options.js';
import { Reassembler } from '../../dist/reassembler.js';
import { BlockTally } from './tally.mjs';

/** @import { Contender } from './index.mjs' */

const nothing = () => undefined;

/** Reading alone, without making segments: the inner half of `feed`, all its checks included, to compare other readers with. */
export const ourReader = /** @satisfies {Contender} */ ({
  name: 'webm-reassembler, reading to blocks',
  read(chunks, afterChunk) {
    const tally = new BlockTally();
    const sink = {
      runStarted: nothing,
      /** @param {{ readonly payload: Uint8Array, readonly keyframe: boolean }} block */
      block: (block) => tally.add(block.payload, block.keyframe),
      damaged: nothing,
      resumed: nothing,
      missingBefore: nothing,
      rebased: nothing,
    };
    const reader = new BlockReader(sink, resolveOptions({ codecs: [av1, h264], loss, lostHeader: lostHeader() }));
    for (const chunk of chunks) {
      reader.elements.feed(chunk);
      afterChunk?.();
    }
    reader.end();
    return tally.result();
  },
});

/**
 * @param {string} name
 * @param {'per-block' | 'per-call'} mediaSegments
 */
function ourFeed(name, mediaSegments) {
  return /** @satisfies {Contender} */ ({
    name,
    makesSegments: true,
    read(chunks, afterChunk) {
      const tally = new BlockTally();
      const reassembler = new Reassembler({ mediaSegments });
      /** @param {readonly import('../../dist/index.js').Output[]} outputs */
      const take = (outputs) => {
        for (const output of outputs) {
          if (output.kind !== 'media-segment') continue;
          for (const block of output.blocks) tally.add(block.payload, block.keyframe);
        }
      };
      for (const chunk of chunks) {
        take(reassembler.feed(chunk));
        afterChunk?.();
      }
      take(reassembler.end());
      return tally.result();
    },
  });
}

export const ourPerBlockFeed = ourFeed('webm-reassembler, `feed` to media segments', 'per-block');
export const ourPerCallFeed = ourFeed('webm-reassembler, `feed` with `per-call`', 'per-call');
