import { readdirSync, readFileSync } from 'node:fs';
import { Reassembler } from 'webm-reassembler';

/** @import { Output } from 'webm-reassembler' */

/** Codecs that there is a camera recording of, 640x480 at 30 fps, cut every 250 ms. */
export const CODECS = ['vp8', 'vp9', 'av1', 'h264'];

const FIXTURES = new URL('../../../../fixtures/', import.meta.url);

/**
 * What the reassembler makes of each chunk.
 *
 * @param {string} codec
 * @returns {readonly (readonly Output[])[]}
 */
export function reassembledChunks(codec) {
  const folder = new URL(`chromium156-faces-${codec}-opus-250ms/`, FIXTURES);
  const reassembler = new Reassembler({ mediaSegments: 'per-call' });
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .sort()
    .map((name) => reassembler.feed(readFileSync(new URL(name, folder))));
}
