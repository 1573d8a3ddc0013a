import type { ReassemblerOptions } from '../../src/reassembler.js';
import { describeOutputs } from './describe-outputs.js';
import { cutEvery, feedAll } from './feed.js';
import { audioTrack, join, KEY, simpleBlock, tracks, videoTrack, vp8Delta, vp8Keyframe } from './webm.js';

/** Parts that streams of two groups of pictures are made of. */
export const TRACKS = tracks(videoTrack(1), audioTrack(2));
export const KEYFRAME = simpleBlock(1, 0, vp8Keyframe(), KEY);
export const AUDIO = simpleBlock(2, 10, 'sound');
export const DELTA = simpleBlock(1, 33, vp8Delta());

/** What comes out of these three in a Cluster at 0 ms, and in one at 100 ms. */
export const FIRST_GROUP = ['* 1 video 0 ms, 13 octets, key', '  2 audio 10 ms, 5 octets', '  1 video 33 ms, 6 octets'];
export const SECOND_GROUP = [
  '* 1 video 100 ms, 13 octets, key',
  '  2 audio 110 ms, 5 octets',
  '  1 video 133 ms, 6 octets',
];
export const BOTH_GROUPS = [...FIRST_GROUP, ...SECOND_GROUP];

/** What comes out of a stream made of these parts, as lines; the same whole and one octet at a time. */
export function read(parts: readonly Uint8Array[], options?: ReassemblerOptions): readonly string[] {
  const octets = join(...parts);
  const whole = describeOutputs(feedAll([octets], options));
  expect(describeOutputs(feedAll(cutEvery(octets, 1), options))).toEqual(whole);
  return whole;
}

/** As {@link read}, blocks and gaps alone. */
export function blocks(parts: readonly Uint8Array[], options?: ReassemblerOptions): readonly string[] {
  return read(parts, options).filter((line) => !line.startsWith('init-segment'));
}
