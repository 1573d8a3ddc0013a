import { ReassemblerError } from '../errors.js';

/** Octets in any of the shapes in which recorders, sockets and files deliver them. */
export type ChunkOctets = Uint8Array | ArrayBuffer | BlobLike;

/** What is used of a Blob. */
export interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A chunk with its number in the stream; see `Delivery` of the main entry. */
export interface NumberedChunk {
  readonly chunk: ChunkOctets;
  readonly sequence: number;
}

/** What the streams take: octets, or octets with their number. */
export type ChunkInput = ChunkOctets | NumberedChunk;

/** A chunk as `feed` takes it. */
export interface FeedableChunk {
  readonly octets: Uint8Array;
  readonly sequence: number | undefined;
}

/**
 * Turns what was written to a stream into what `feed` takes. Octets are not copied, except out of a Blob. The answer is
 * a promise for a Blob only: everything else goes through without waiting for a turn of the event loop.
 *
 * @throws `ReassemblerError` `invalid-chunk`
 */
export function feedable(input: ChunkInput): FeedableChunk | Promise<FeedableChunk> {
  const [chunk, sequence] = isNumbered(input) ? [input.chunk, input.sequence] : [input, undefined];
  if (chunk instanceof Uint8Array) return { octets: chunk, sequence };
  if (chunk instanceof ArrayBuffer) return { octets: new Uint8Array(chunk), sequence };
  if (!isBlobLike(chunk)) {
    const message = 'a chunk is a Uint8Array, an ArrayBuffer or a Blob, or { chunk, sequence } with one of these';
    throw new ReassemblerError('invalid-chunk', message, 0);
  }
  return chunk.arrayBuffer().then((buffer) => ({ octets: new Uint8Array(buffer), sequence }));
}

function isNumbered(input: ChunkInput): input is NumberedChunk {
  return typeof input === 'object' && input !== null && 'chunk' in input;
}

function isBlobLike(chunk: unknown): chunk is BlobLike {
  return (
    typeof chunk === 'object' && chunk !== null && 'arrayBuffer' in chunk && typeof chunk.arrayBuffer === 'function'
  );
}
