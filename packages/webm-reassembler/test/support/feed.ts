import { Reassembler, type Output, type ReassemblerOptions } from '../../src/index.js';

/** Chunks as they are fed, with their sequence numbers where they have any. */
export interface SequencedChunk {
  readonly octets: Uint8Array;
  readonly sequence?: number;
}

/** All that a reassembler makes of these chunks, its end included. */
export function feedAll(chunks: readonly Uint8Array[], options?: ReassemblerOptions): readonly Output[] {
  return feedSequenced(
    chunks.map((octets) => ({ octets })),
    options,
  );
}

/** As {@link feedAll}, with sequence numbers. */
export function feedSequenced(chunks: readonly SequencedChunk[], options?: ReassemblerOptions): readonly Output[] {
  const reassembler = new Reassembler(options);
  const outputs = chunks.flatMap(({ octets, sequence }) =>
    reassembler.feed(octets, sequence === undefined ? {} : { sequence }),
  );
  return [...outputs, ...reassembler.end()];
}

/** The octets as chunks that end at the given offsets; those that are out of range are left out. */
export function cutAt(octets: Uint8Array, offsets: readonly number[]): readonly Uint8Array[] {
  const cuts = [...new Set(offsets)].filter((offset) => offset > 0 && offset < octets.length).sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => octets.subarray(start, cuts[index]));
}

/** The octets as chunks of `length` octets. */
export function cutEvery(octets: Uint8Array, length: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(octets.length / length) }, (_, index) =>
    octets.subarray(index * length, (index + 1) * length),
  );
}

/** The octets cut anew at each start of one of the `parts` that they were joined from, and `distance` octets from it. */
export function cutAround(octets: Uint8Array, starts: readonly number[], distance: number): readonly Uint8Array[] {
  return cutAt(
    octets,
    starts.map((start) => start + distance),
  );
}
