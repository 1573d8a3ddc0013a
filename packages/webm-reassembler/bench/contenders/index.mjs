import { ebmlStream } from './ebml-stream.mjs';
import { mediabunny } from './mediabunny.mjs';
import { nodeEbml } from './node-ebml.mjs';
import { ourPerBlockFeed, ourPerCallFeed, ourReader } from './ours.mjs';
import { tsEbml } from './ts-ebml.mjs';

/**
 * Something that reads chunks to blocks.
 *
 * @typedef {object} Contender
 * @property {string} name
 * @property {boolean} [makesSegments] Whether it makes media segments too, which the others do not.
 * @property {(chunks: readonly Uint8Array[], afterChunk?: () => void) => Tally | Promise<Tally>} read
 *   `afterChunk` is called between chunks when memory is measured; never when time is.
 *
 * @typedef {import('./tally.mjs').Tally} Tally
 */

/** @type {readonly Contender[]} */
export const CONTENDERS = [ourReader, ourPerBlockFeed, ourPerCallFeed, tsEbml, ebmlStream, mediabunny, nodeEbml];
