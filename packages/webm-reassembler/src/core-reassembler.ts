import { BlockReader } from './blocks/block-reader.js';
import { ReassemblerError } from './errors.js';
import { resolveOptions, type CoreOptions, type ResolvedOptions } from './options.js';
import type { Output } from './segments/outputs.js';
import { Segmenter } from './segments/segmenter.js';

/** What is known of a chunk besides its octets. */
export interface Delivery {
  /**
   * The chunk's number in its stream, counting up by one. With numbers, a missing chunk is noticed for certain and a
   * repeated one is ignored. Give one with every chunk or with none.
   */
  readonly sequence?: number;
}

/**
 * Turns MediaRecorder chunks, cut anywhere, into an init segment and re-framed media segments that play.
 *
 * Everything is synchronous and nothing is hidden: no clock, no log, no I/O. The blocks that come out do not depend on
 * where the input was cut. The fed chunks must not be changed afterwards: payloads are views of them.
 *
 * @example
 * ```ts
 * const reassembler = new Reassembler();
 * socket.on('message', (chunk) => {
 *   for (const output of reassembler.feed(chunk)) {
 *     if (output.kind === 'gap') console.warn(output.message);
 *     else file.write(output.octets);
 *   }
 * });
 * ```
 */
export class CoreReassembler {
  readonly #options: ResolvedOptions;
  #segmenter: Segmenter;
  #reader: BlockReader;
  #nextSequence: number | undefined;
  #hasEnded = false;

  /** @throws {@link ReassemblerError} `invalid-option` */
  constructor(options?: CoreOptions) {
    this.#options = resolveOptions(options);
    this.#segmenter = new Segmenter(this.#options);
    this.#reader = new BlockReader(this.#segmenter, this.#options);
  }

  /**
   * Reads a chunk and returns what it completed, in the order of the stream. A block comes out of the call that delivers
   * its last octet. An empty chunk is fine and completes nothing.
   *
   * @throws {@link ReassemblerError} `invalid-chunk`, `invalid-sequence`, `already-ended`
   */
  feed(chunk: Uint8Array, delivery?: Delivery): readonly Output[] {
    if (this.#hasEnded)
      throw this.#error('already-ended', 'feed was called after end; call reset to begin a new stream');
    if (!(chunk instanceof Uint8Array)) {
      throw this.#error(
        'invalid-chunk',
        'feed takes a Uint8Array; for a Blob, use new Uint8Array(await blob.arrayBuffer())',
      );
    }
    if (delivery?.sequence !== undefined && !this.#accept(delivery.sequence)) return [];
    this.#reader.elements.feed(chunk);
    return this.#segmenter.take();
  }

  /** Ends the stream: returns what was still open, as gaps. Afterwards only `reset` may be called. */
  end(): readonly Output[] {
    if (this.#hasEnded) return [];
    this.#hasEnded = true;
    this.#reader.end();
    const unfinished = this.#reader.elements.unfinishedOffset();
    if (unfinished !== undefined) this.#segmenter.openGap('truncated', unfinished);
    this.#segmenter.end(this.#reader.elements.fed, this.#reader.header.unannounced);
    return this.#segmenter.take();
  }

  /** Forgets everything and begins a new stream, with a new timeline. */
  reset(): void {
    this.#segmenter = new Segmenter(this.#options);
    this.#reader = new BlockReader(this.#segmenter, this.#options);
    this.#nextSequence = undefined;
    this.#hasEnded = false;
  }

  /** Whether a chunk of this number is to be read: not if it came before. A left-out number opens a gap. */
  #accept(sequence: number): boolean {
    if (!Number.isSafeInteger(sequence) || sequence < 0) {
      throw this.#error(
        'invalid-sequence',
        `a sequence number is a whole number from 0; this one is ${String(sequence)}`,
      );
    }
    this.#reader.trustNumbers();
    const expected = this.#nextSequence ?? 0;
    if (sequence < expected) return false;
    if (sequence > expected) {
      const startOctet = this.#reader.elements.unfinishedOffset() ?? this.#reader.elements.fed;
      const missing = { first: expected, last: sequence - 1 };
      this.#reader.interrupt(() => this.#segmenter.openGap('missing-chunk', startOctet, missing));
    }
    this.#nextSequence = sequence + 1;
    return true;
  }

  #error(code: ReassemblerError['code'], message: string): ReassemblerError {
    return new ReassemblerError(code, message, this.#reader.elements.fed);
  }
}
