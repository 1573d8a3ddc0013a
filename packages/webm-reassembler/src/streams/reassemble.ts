import type { ReassemblerOptions } from '../reassembler.js';
import { Reassembler } from '../reassembler.js';
import type { Output } from '../segments/outputs.js';
import { feedable, type ChunkInput } from './chunk-input.js';

/**
 * Reads chunks from anything that can be iterated (an array, a generator, a Node stream, a `ReadableStream` where it is
 * iterable) and yields what comes out of them, in order. The next chunk is asked for when all that the one before it
 * completed has been taken: a slow reader holds one chunk, however long the stream. What `end` returns comes last.
 *
 * @throws {@link ReassemblerError} as `feed` does, and `invalid-chunk` for an item that is none
 * @example
 * ```ts
 * for await (const output of reassemble(createReadStream('recording.webm'))) {
 *   if (output.kind === 'gap') console.warn(output.message);
 * }
 * ```
 */
export async function* reassemble(
  source: AsyncIterable<ChunkInput> | Iterable<ChunkInput>,
  options?: ReassemblerOptions,
): AsyncGenerator<Output, void, undefined> {
  const reassembler = new Reassembler(options);
  for await (const input of source) {
    const { octets, sequence } = await feedable(input);
    yield* reassembler.feed(octets, sequence === undefined ? undefined : { sequence });
  }
  yield* reassembler.end();
}
