import { feedAll, feedSequenced } from '../test/support/feed.js';
import { loadFixture } from '../test/support/recordings.js';
import { gapsOf } from '../test/support/promises.js';
import { AUDIO_ONLY, group, silentGroup, streamOf, VIDEO_AND_AUDIO, VIDEO_ONLY } from '../test/support/streams.js';
import {
  cluster,
  ebmlHeader,
  element,
  falselySized,
  join,
  opusPacket,
  segment,
  simpleBlock,
  timestamp,
  tracks,
  vp8Delta,
} from '../test/support/webm.js';
import {
  GopPieces,
  Reassembler,
  ReassemblerError,
  type Gap,
  type GapCode,
  type Output,
  type ReassemblerErrorCode,
} from './index.js';

const HEAD = streamOf(VIDEO_AND_AUDIO);
const FIRST = streamOf(group(0, 2));
const BAD_BLOCK = element(0xa3, [0x81]);

/** The compiler asks for an entry for each code, so none can be forgotten. */
const GAPS: Readonly<Record<GapCode, () => readonly Output[]>> = {
  'not-webm': () => feedAll([join('GIF89a', new Uint8Array(100))]),
  'malformed-element': () => feedAll([HEAD, FIRST, new Uint8Array(10)]),
  'size-beyond-parent': () => feedAll([HEAD, element(0x1f43b675, join(timestamp(0), falselySized(0xa3, 90, [0x81])))]),
  'limit-exceeded': () => feedAll([HEAD, FIRST, falselySized(0xa3, 2 ** 40)]),
  'malformed-header': () => feedAll([ebmlHeader(), segment(), tracks(element(0xae, []))]),
  'malformed-block': () => feedAll([HEAD, FIRST, BAD_BLOCK]),
  'unknown-track': () => feedAll([HEAD, FIRST, simpleBlock(7, 0, 'abc')]),
  'timestamp-runs-back': () => feedAll([HEAD, FIRST, streamOf(group(60, 2)), streamOf(group(60, 2))]),
  'timestamp-jumps': () =>
    feedAll([streamOf(AUDIO_ONLY, ...[0, 9_000_000, 20].map((at) => [cluster(at), simpleBlock(1, 0, opusPacket())]))]),
  'missing-time': () => feedAll([HEAD, streamOf(group(0, 20)), streamOf(group(700, 20))]),
  'missing-frames': () =>
    feedAll(loadFixture('chromium156-alpha-canvas-vp8-250ms').chunks.filter((_, index) => index !== 4)),
  'missing-header': () => feedAll([streamOf(group(0, 60), group(1200, 60), group(2400, 60))]),
  'missing-chunk': () =>
    feedSequenced([
      { octets: HEAD, sequence: 0 },
      { octets: FIRST, sequence: 2 },
    ]),
  truncated: () => feedAll([HEAD, FIRST.subarray(0, FIRST.length - 1)]),
  'no-keyframe-yet': () => feedAll([streamOf(VIDEO_ONLY, [cluster(0), simpleBlock(1, 0, vp8Delta())])]),
  'lost-reference': () =>
    feedAll([streamOf(VIDEO_ONLY, silentGroup(0, 2), [BAD_BLOCK, cluster(60), simpleBlock(1, 0, vp8Delta())])]),
};

test.each(Object.entries(GAPS))(
  '%s is the code of a gap that tells a person what happened and what to do',
  (code, read) => {
    const gap = gapsIn(read()).find((one) => one.code === code);
    expect(gap).toBeDefined();
    expect(gap?.message).toMatch(/\. [A-Z].*\.$/);
  },
);

test('a gap has its octets in order, within what was fed', () => {
  for (const { startOctet, endOctet } of Object.values(GAPS).flatMap((read) => gapsIn(read()))) {
    expect(endOctet).toBeGreaterThanOrEqual(startOctet);
  }
});

test('an undamaged stream has none of them', () => {
  expect(gapsOf(feedAll([HEAD, FIRST, streamOf(group(40, 2))]))).toEqual([]);
});

/** What the compiler would refuse, as JavaScript may hand it in. */
function untypedChunk(value: unknown): Uint8Array {
  return value as Uint8Array;
}

function gapsIn(outputs: readonly Output[]): readonly Gap[] {
  return outputs.filter((output) => output.kind === 'gap');
}

const ended = new Reassembler();
ended.end();

const ERRORS: Readonly<Record<ReassemblerErrorCode, () => unknown>> = {
  'invalid-option': () => new Reassembler({ maxTracks: 0 }),
  'invalid-chunk': () => new Reassembler().feed(untypedChunk([1, 2])),
  'invalid-sequence': () => new Reassembler().feed(HEAD, { sequence: -1 }),
  'limit-exceeded': () => new GopPieces({ maxOctets: 1 }).add(feedAll([HEAD, FIRST])),
  'already-ended': () => ended.feed(HEAD),
};

test.each(Object.entries(ERRORS))('%s is the code of an error that is thrown for a wrong call', (code, call) => {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ReassemblerError);
  expect(thrown).toMatchObject({ code });
});
