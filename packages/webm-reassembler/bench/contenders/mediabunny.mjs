import { requirePeer } from '../peers/require-peer.mjs';
import { BlockTally } from './tally.mjs';

/** @import { Contender } from './index.mjs' */

/**
 * @typedef {{ readonly data: Uint8Array, readonly type: 'key' | 'delta', readonly timestamp: number }} Packet
 * @typedef {object} Mediabunny What is used of it.
 * @property {new (options: object) => { getTracks(): Promise<readonly object[]> }} Input
 * @property {new (stream: ReadableStream<Uint8Array>, options: { maxCacheSize: number }) => object} ReadableStreamSource
 * @property {new (track: object) => { packets(): AsyncGenerator<Packet, void, unknown> }} EncodedPacketSink
 * @property {object} WEBM
 * @property {object} MATROSKA
 */

/** With its default of 32 MiB it throws some way into a long recording: it reads the tracks at places too far apart. */
const CACHE_OCTETS = 2 ** 30;

/** Its tracks are read apart, so the one that is behind goes first: the source is a stream, and keeps little. */
export const mediabunny = /** @satisfies {Contender} */ ({
  name: 'mediabunny',
  async read(chunks, afterChunk) {
    const { Input, ReadableStreamSource, EncodedPacketSink, MATROSKA, WEBM } = /** @type {Mediabunny} */ (
      requirePeer('mediabunny')
    );
    const tally = new BlockTally();
    const input = new Input({
      formats: [WEBM, MATROSKA],
      source: new ReadableStreamSource(streamOf(chunks, afterChunk), { maxCacheSize: CACHE_OCTETS }),
    });
    const tracks = (await input.getTracks()).map((track) => new EncodedPacketSink(track).packets());
    /** @type {IteratorResult<Packet, void>[]} */
    const heads = await Promise.all(tracks.map((packets) => packets.next()));
    for (;;) {
      const behind = earliest(heads);
      const packet = heads[behind]?.value;
      const packets = tracks[behind];
      if (packet === undefined || packets === undefined) return tally.result();
      tally.add(packet.data, packet.type === 'key');
      heads[behind] = await packets.next();
    }
  },
});

/** @param {readonly IteratorResult<Packet, void>[]} heads */
function earliest(heads) {
  const times = heads.map(({ value }) => value?.timestamp ?? Infinity);
  return times.indexOf(Math.min(...times));
}

/**
 * @param {readonly Uint8Array[]} chunks
 * @param {(() => void) | undefined} afterChunk
 * @returns {ReadableStream<Uint8Array>}
 */
function streamOf(chunks, afterChunk) {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
      afterChunk?.();
    },
  });
}
