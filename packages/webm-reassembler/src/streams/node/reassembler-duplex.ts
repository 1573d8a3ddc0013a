import { Transform, type TransformCallback } from 'node:stream';
import { callbackify } from 'node:util';
import type { ReassemblerOptions } from '../../reassembler.js';
import { Reassembler } from '../../reassembler.js';
import { feedable, type ChunkInput } from '../chunk-input.js';

/** Chunks that may wait on the writing side, and outputs on the reading side, before the other end has to wait. */
const HIGH_WATER_MARK = 1;

/**
 * A `Reassembler` as a Node `Duplex`: write chunks (Buffers, or `{ chunk, sequence }`), read outputs.
 *
 * Back-pressure is honoured: `write` answers `false` and calls back late when the reader is slow, so at most two chunks
 * and what comes out of one are in memory. Ending the writing side ends the stream; what `end` returns comes last. A
 * wrong chunk destroys it with the `ReassemblerError` that `feed` throws.
 *
 * @example
 * ```ts
 * const outputs = request.pipe(new ReassemblerDuplex());
 * for await (const output of outputs) if (output.kind === 'media-segment') console.log(output.timestampMs);
 * ```
 */
export class ReassemblerDuplex extends Transform {
  readonly #reassembler: Reassembler;

  /** @throws `ReassemblerError` `invalid-option` */
  constructor(options?: ReassemblerOptions) {
    super({ objectMode: true, highWaterMark: HIGH_WATER_MARK });
    this.#reassembler = new Reassembler(options);
  }

  /** @internal */
  override _transform(input: ChunkInput, _encoding: BufferEncoding, callback: TransformCallback): void {
    callbackify(() => this.#feed(input))(callback);
  }

  /** @internal */
  override _flush(callback: TransformCallback): void {
    for (const output of this.#reassembler.end()) this.push(output);
    callback();
  }

  async #feed(input: ChunkInput): Promise<void> {
    const { octets, sequence } = await feedable(input);
    for (const output of this.#reassembler.feed(octets, sequence === undefined ? undefined : { sequence }))
      this.push(output);
  }
}
