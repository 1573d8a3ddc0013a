import type { ReassemblerOptions } from '../reassembler.js';
import { Reassembler } from '../reassembler.js';
import type { Output } from '../segments/outputs.js';
import { feedable, type ChunkInput } from './chunk-input.js';

/**
 * A `Reassembler` as a WHATWG `TransformStream`: chunks in, outputs out, in browsers, workers, Node, Deno and Bun.
 *
 * Back-pressure is honoured: a chunk is read when all that the one before it completed has been taken, so one chunk and
 * what comes out of one are in memory, however slow the reader. Closing the writable side ends the stream; what `end`
 * returns comes last. A wrong chunk makes both sides fail with the `ReassemblerError` that `feed` throws.
 *
 * @example
 * ```ts
 * const outputs = response.body.pipeThrough(new ReassemblerStream());
 * for await (const output of outputs) if (output.kind !== 'gap') sourceBuffer.appendBuffer(output.octets);
 * ```
 */
export class ReassemblerStream extends TransformStream<ChunkInput, Output> {
  /** @throws `ReassemblerError` `invalid-option` */
  constructor(options?: ReassemblerOptions) {
    const reassembler = new Reassembler(options);
    super({
      async transform(input, controller) {
        const { octets, sequence } = await feedable(input);
        for (const output of reassembler.feed(octets, sequence === undefined ? undefined : { sequence })) {
          controller.enqueue(output);
        }
      },
      flush(controller) {
        for (const output of reassembler.end()) controller.enqueue(output);
      },
    });
  }
}
