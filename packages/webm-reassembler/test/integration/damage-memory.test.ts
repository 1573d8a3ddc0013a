import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Reassembler, type ReassemblerOptions } from 'webm-reassembler';
import {
  vint,
  join,
  cluster,
  segment,
  ebmlHeader,
  tracks,
  videoTrack,
  falselySized,
  simpleBlock,
  vp8Delta,
} from '../support/webm.js';

/** What `node --expose-gc` gives, for a process that was started without. */
const collectGarbage = garbageCollector();

const LIMIT = 1024 * 1024;
const LIMITS: ReassemblerOptions = {
  maxBlockOctets: LIMIT,
  maxHeaderOctets: LIMIT,
  maxUnknownOctets: LIMIT,
  maxHeldOctets: LIMIT,
};
const CHUNK_OCTETS = 64 * 1024;
const CHUNKS = 1024;
/** What a reassembler may hold: the element that is arriving, and as much again while it grows. */
const MOST_HELD = 4 * LIMIT;

const HEAD = join(ebmlHeader(), segment(), tracks(videoTrack(1)), cluster(0));

/** Elements that claim to be huge, each in front of 64 MiB of octets that are not theirs. */
test.each([
  ['a SimpleBlock just within the limit', join(HEAD, [0xa3], vint(LIMIT - 1, 8), [0x81, 0, 0, 0])],
  ['a SimpleBlock beyond it', falselySized(0xa3, 2 ** 40)],
  ['a BlockGroup', join(HEAD, falselySized(0xa0, 2 ** 50))],
  ['an unknown element', join(HEAD, falselySized(0x4dff, LIMIT - 1))],
  ['an EBML header', falselySized(0x1a45dfa3, LIMIT - 1)],
  ['Tags', join(HEAD, falselySized(0x1254c367, 2 ** 27))],
  ['a Void of the largest size', join(HEAD, falselySized(0xec, 2 ** 53 - 2))],
  ['nothing at all', new Uint8Array()],
])('%s before 64 MiB of other octets holds no more than the limits allow', (_, start) => {
  const reassembler = new Reassembler(LIMITS);
  reassembler.feed(start);
  const before = heldOctets();
  let most = 0;
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    reassembler.feed(new Uint8Array(CHUNK_OCTETS).fill(chunk));
    if (chunk % 64 === 63) most = Math.max(most, heldOctets() - before);
  }
  reassembler.end();
  expect(most).toBeLessThan(MOST_HELD);
});

test('64 MiB of frames without a header and without a keyframe hold no more than the limits allow', () => {
  const reassembler = new Reassembler(LIMITS);
  const before = heldOctets();
  let most = 0;
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const frame = simpleBlock(1, 0, vp8Delta(new Uint8Array(CHUNK_OCTETS)));
    reassembler.feed(join(cluster(chunk * 33), frame));
    if (chunk % 64 === 63) most = Math.max(most, heldOctets() - before);
  }
  expect(most).toBeGreaterThan(LIMIT / 2);
  expect(most).toBeLessThan(MOST_HELD);
});

/** Octets of all arrays that something still refers to. The second time waits for what the first one frees meanwhile. */
function heldOctets(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return asFunction(runInNewContext('gc'));
}

/** Where what a context gives becomes typed. */
function asFunction(value: unknown): () => void {
  return value as () => void;
}
