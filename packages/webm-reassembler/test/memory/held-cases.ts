import { cluster, ebmlHeader, falselySized, join, segment, tracks, videoTrack, vint } from '../support/webm.js';

/** Every limit of the reassembler that is measured. */
export const LIMIT = 1024 * 1024;

const HEAD = join(ebmlHeader(), segment(), tracks(videoTrack(1)), cluster(0));

/** Elements that claim to be huge, each in front of 64 MiB of octets that are not theirs. */
export const STARTS: Readonly<Record<string, Uint8Array>> = {
  'a SimpleBlock just within the limit': join(HEAD, [0xa3], vint(LIMIT - 1, 8), [0x81, 0, 0, 0]),
  'a SimpleBlock beyond it': falselySized(0xa3, 2 ** 40),
  'a BlockGroup': join(HEAD, falselySized(0xa0, 2 ** 50)),
  'an unknown element': join(HEAD, falselySized(0x4dff, LIMIT - 1)),
  'an EBML header': falselySized(0x1a45dfa3, LIMIT - 1),
  Tags: join(HEAD, falselySized(0x1254c367, 2 ** 27)),
  'a Void of the largest size': join(HEAD, falselySized(0xec, 2 ** 53 - 2)),
  'nothing at all': new Uint8Array(),
};

/** What was measured: the most octets that were held, by the name of the start, and with frames that none can show. */
export interface MostHeld {
  readonly starts: Readonly<Record<string, number>>;
  readonly frames: number;
}
