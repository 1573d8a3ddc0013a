/** Octets in front of the chunk in a binary message: uint32 sequence, float64 capture time, big-endian. */
export const CHUNK_HEADER_OCTETS = 12;

/** One binary message of the subprotocol. */
export interface ChunkMessage {
  /** Counts chunks of a stream from 0, without holes, across reconnects. Wraps never: 2^32 chunks of 250 ms are 34 years. */
  readonly sequence: number;
  /** When the browser delivered the chunk, in ms since the epoch on the publisher's clock. */
  readonly captureTimeMs: number;
  /** The chunk's octets as `ondataavailable` delivered them; a view of the message, not a copy. */
  readonly chunk: Uint8Array;
}

/** What reading a binary message can come to. */
export type ChunkMessageRead =
  { readonly kind: 'chunk'; readonly message: ChunkMessage } | { readonly kind: 'malformed'; readonly reason: string };

/**
 * Puts the 12-octet header in front of a chunk.
 *
 * @returns header and chunk in one array, ready for `WebSocket.send`
 */
export function encodeChunkMessage(message: ChunkMessage): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(CHUNK_HEADER_OCTETS + message.chunk.length);
  const header = new DataView(octets.buffer);
  header.setUint32(0, message.sequence);
  header.setFloat64(4, message.captureTimeMs);
  octets.set(message.chunk, CHUNK_HEADER_OCTETS);
  return octets;
}

/** Splits a binary message into header and chunk. The chunk is a view of `octets`. */
export function decodeChunkMessage(octets: Uint8Array): ChunkMessageRead {
  if (octets.length < CHUNK_HEADER_OCTETS) {
    return {
      kind: 'malformed',
      reason: `a chunk message has at least ${CHUNK_HEADER_OCTETS} octets, this one has ${octets.length}`,
    };
  }
  const header = new DataView(octets.buffer, octets.byteOffset, CHUNK_HEADER_OCTETS);
  const captureTimeMs = header.getFloat64(4);
  if (!Number.isFinite(captureTimeMs)) return { kind: 'malformed', reason: 'the capture time is not a finite number' };
  return {
    kind: 'chunk',
    message: { sequence: header.getUint32(0), captureTimeMs, chunk: octets.subarray(CHUNK_HEADER_OCTETS) },
  };
}
