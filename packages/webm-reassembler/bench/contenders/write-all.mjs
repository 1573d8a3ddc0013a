import { once } from 'node:events';

/**
 * Writes all chunks to a decoder that is a Node stream, waiting where it asks to, and ends it.
 *
 * @param {import('node:stream').Transform} decoder
 * @param {readonly Uint8Array[]} chunks
 * @param {(() => void) | undefined} afterChunk
 */
export async function writeAll(decoder, chunks, afterChunk) {
  for (const chunk of chunks) {
    if (!decoder.write(chunk)) await once(decoder, 'drain');
    afterChunk?.();
  }
  decoder.end();
  await once(decoder, 'end');
}
