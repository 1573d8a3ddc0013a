/*
 * Feeds 64 MiB that nobody needs, in each of several ways, and prints the most octets that were held meanwhile as JSON:
 *
 *   node --expose-gc THIS, COMPILED
 *
 * A process of its own: garbage is collected 300 times, which takes a second of a small heap, and half a minute of jest's.
 */
import { Reassembler } from '../../src/index.js';
import { cluster, join, simpleBlock, vp8Delta } from '../support/webm.js';
import { LIMIT, type MostHeld, STARTS } from './held-cases.js';

const CHUNK_OCTETS = 64 * 1024;
const CHUNKS = 1024;

const { gc: collectGarbage } = globalThis;
if (collectGarbage === undefined) throw new Error('node was started without --expose-gc');

const said: MostHeld = {
  starts: Object.fromEntries(
    Object.entries(STARTS).map(([name, start]) => [
      name,
      mostHeld(start, (chunk) => new Uint8Array(CHUNK_OCTETS).fill(chunk)),
    ]),
  ),
  frames: mostHeld(new Uint8Array(), (chunk) =>
    join(cluster(chunk * 33), simpleBlock(1, 0, vp8Delta(new Uint8Array(CHUNK_OCTETS)))),
  ),
};
process.stdout.write(JSON.stringify(said));

function mostHeld(start: Uint8Array, chunkAt: (index: number) => Uint8Array): number {
  const limits = { maxBlockOctets: LIMIT, maxHeaderOctets: LIMIT, maxUnknownOctets: LIMIT, maxHeldOctets: LIMIT };
  const reassembler = new Reassembler(limits);
  reassembler.feed(start);
  const before = heldOctets();
  let most = 0;
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    reassembler.feed(chunkAt(chunk));
    if (chunk % 64 === 63) most = Math.max(most, heldOctets() - before);
  }
  reassembler.end();
  return most;
}

/** Octets of all arrays that something still refers to. The second time waits for what the first one frees meanwhile. */
function heldOctets(): number {
  collectGarbage?.();
  collectGarbage?.();
  return process.memoryUsage().arrayBuffers;
}
