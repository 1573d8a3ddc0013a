import { requirePeer } from '../../peers/require-peer.mjs';

/**
 * @typedef {object} TsEbml What is used of it.
 * @property {new () => { decode(chunk: ArrayBuffer): readonly object[] }} Decoder
 * @property {new () => Reader} Reader
 * @property {{ makeMetadataSeekable(metadata: unknown, duration: number, cues: unknown): ArrayBuffer }} tools
 *
 * @typedef {object} Reader
 * @property {(element: object) => void} read
 * @property {() => void} stop
 * @property {unknown} metadatas
 * @property {number} metadataSize
 * @property {number} duration
 * @property {unknown} cues
 */

/**
 * Makes a recording seekable, as ts-ebml's readme does. It returns the memory that a Buffer lies in: of a small one that
 * is Node's pool, with the octets of others, so the pool is switched off.
 *
 * @param {Buffer} recording
 * @returns {Promise<Buffer>}
 */
export function makeSeekableByTsEbml(recording) {
  const { Decoder, Reader, tools } = /** @type {TsEbml} */ (requirePeer('ts-ebml'));
  Buffer.poolSize = 0;
  const own = new Uint8Array(recording);
  const reader = new Reader();
  for (const element of new Decoder().decode(own.buffer)) reader.read(element);
  reader.stop();
  const metadata = tools.makeMetadataSeekable(reader.metadatas, reader.duration, reader.cues);
  return Promise.resolve(Buffer.concat([new Uint8Array(metadata), own.subarray(reader.metadataSize)]));
}
