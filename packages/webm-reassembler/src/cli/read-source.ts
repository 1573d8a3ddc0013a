import type { Output } from '../segments/outputs.js';
import { Reassembler } from '../reassembler.js';
import type { ReassemblerOptions } from '../reassembler.js';
import type { Source, SourcePiece } from './source.js';

/** What one piece of a recording came to; the last of all is what its end came to. */
export interface ReadPiece {
  readonly outputs: readonly Output[];
  /** `undefined` for the end. */
  readonly piece: SourcePiece | undefined;
}

/** Reads a recording through a {@link Reassembler}, piece by piece: nothing is held but what is being read. */
export async function* readSource(source: Source, options?: ReassemblerOptions): AsyncIterable<ReadPiece> {
  const reassembler = new Reassembler(options);
  for await (const piece of source.pieces()) {
    const delivery = piece.sequence === undefined ? {} : { sequence: piece.sequence };
    yield { outputs: reassembler.feed(piece.octets, delivery), piece };
  }
  yield { outputs: reassembler.end(), piece: undefined };
}
