import { ChunkPieces } from '../segments/chunk-pieces.js';
import { GopPieces } from '../segments/gop-pieces.js';
import type { Output } from '../segments/outputs.js';
import type { StandalonePiece } from '../segments/standalone-piece.js';
import type { Losses } from './losses.js';
import { readSource } from './read-source.js';
import type { Source } from './source.js';

/** A piece with the name of its file, but for the ending. */
export interface NamedPiece {
  readonly name: string;
  readonly piece: StandalonePiece;
}

/** Each group of pictures, numbered. */
export async function* gopPieces(source: Source, mimeType: string, losses: Losses): AsyncIterable<NamedPiece> {
  const pieces = new GopPieces();
  let index = 0;
  for await (const { outputs, piece: read } of readSource(source, { mimeType })) {
    losses.add(outputs);
    for (const piece of pieces.add(outputs)) yield { name: numbered(index++), piece };
    if (read === undefined) for (const piece of pieces.end()) yield { name: numbered(index++), piece };
  }
}

/** Each chunk, named after it. What comes out at the end belongs to the last one. */
export async function* chunkPieces(source: Source, mimeType: string, losses: Losses): AsyncIterable<NamedPiece> {
  const pieces = new ChunkPieces();
  let ofChunk: Output[] = [];
  let chunk: number | undefined;
  for await (const { outputs, piece: read } of readSource(source, { mediaSegments: 'per-call', mimeType })) {
    losses.add(outputs);
    if (read !== undefined && chunk !== undefined && read.chunk !== chunk) {
      yield* namedAfter(chunk, pieces.add(ofChunk));
      ofChunk = [];
    }
    chunk = read?.chunk ?? chunk;
    for (const output of outputs) ofChunk.push(output);
  }
  if (chunk !== undefined) yield* namedAfter(chunk, pieces.add(ofChunk));
}

function* namedAfter(chunk: number, pieces: readonly StandalonePiece[]): Iterable<NamedPiece> {
  for (const [index, piece] of pieces.entries()) {
    yield { name: pieces.length === 1 ? numbered(chunk) : `${numbered(chunk)}-${index + 1}`, piece };
  }
}

/** Six digits, so that names sort like numbers. */
function numbered(value: number): string {
  return String(value).padStart(6, '0');
}
