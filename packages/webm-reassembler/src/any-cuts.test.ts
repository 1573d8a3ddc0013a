import fc from 'fast-check';
import { readElements } from '../../../fixtures/elements.js';
import { cutAround, cutAt, cutEvery, feedAll } from '../test/support/feed.js';
import { md5Fingerprint } from '../test/support/md5-fingerprint.js';
import { describeOutputs } from '../test/support/describe-outputs.js';
import { runs, timeLimitMs } from '../test/support/properties.js';
import { loadFixture, recordings, wholeOf } from '../test/support/recordings.js';
import { RICH_PARTS, RICH_STREAM } from '../test/support/rich-stream.js';
import { offsetsOf } from '../test/support/webm.js';
import type { Output } from './index.js';

const DISTANCES = [-15, -8, -7, -4, -2, -1, 0, 1, 2, 4, 7, 8, 15];

/** Streams small enough to be read hundreds of times. */
const SMALL = [
  'chromium156-tiny-canvas-vp8-opus-250ms',
  'chromium156-faces-vp8-opus-0ms',
  'chromium156-alpha-canvas-vp9-250ms',
  'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  'firefox153-pause-vp8-opus-250ms',
].map((name) => ({ name, octets: wholeOf(loadFixture(name)) }));

const STREAMS = [{ name: 'the hand-made stream', octets: RICH_STREAM }, ...SMALL];

/** Payloads and times of all blocks, whatever the segments they came in. */
function blocks(outputs: readonly Output[]): readonly string[] {
  return outputs
    .flatMap((output) => (output.kind === 'media-segment' ? output.blocks : []))
    .map(({ track, timestampMs, keyframe, payload }) =>
      [track.number, timestampMs, keyframe, payload.length, payload.at(-1)].join(' '),
    );
}

test('the hand-made stream is read without a gap, so that cuts cannot hide behind one', () => {
  expect(describeOutputs(feedAll([RICH_STREAM])).filter((line) => line.startsWith('gap'))).toEqual([]);
  expect(blocks(feedAll([RICH_STREAM]))).toHaveLength(14);
});

test('the hand-made stream comes out the same when cut in two, anywhere', () => {
  const whole = md5Fingerprint(feedAll([RICH_STREAM]));
  for (let at = 1; at < RICH_STREAM.length; at++)
    expect(md5Fingerprint(feedAll(cutAt(RICH_STREAM, [at])))).toEqual(whole);
});

test('the hand-made stream comes out the same when cut around the starts of its elements', () => {
  const whole = md5Fingerprint(feedAll([RICH_STREAM]));
  for (const distance of DISTANCES) {
    expect(md5Fingerprint(feedAll(cutAround(RICH_STREAM, offsetsOf(RICH_PARTS), distance)))).toEqual(whole);
  }
});

describe.each(recordings)('%s', (name) => {
  const fixture = loadFixture(name);
  const octets = wholeOf(fixture);
  const whole = md5Fingerprint(feedAll([octets]));

  test('comes out the same as the recorder cut it, whole, and one octet at a time', () => {
    expect(md5Fingerprint(feedAll(fixture.chunks))).toEqual(whole);
    expect(md5Fingerprint(feedAll(cutEvery(octets, 1)))).toEqual(whole);
  });

  test('has the same blocks in segments that continue Clusters, which are the same for any cuts', () => {
    const continuing = feedAll([octets], { mediaSegments: 'continuing' });
    expect(blocks(continuing)).toEqual(blocks(feedAll([octets])));
    for (const chunks of [fixture.chunks, cutEvery(octets, 997)]) {
      expect(md5Fingerprint(feedAll(chunks, { mediaSegments: 'continuing' }))).toEqual(md5Fingerprint(continuing));
    }
  });

  test('comes out the same when cut around the start of each of its elements', () => {
    const starts = readElements(octets).map(({ start }) => start);
    for (const distance of DISTANCES)
      expect(md5Fingerprint(feedAll(cutAround(octets, starts, distance)))).toEqual(whole);
  });
});

describe.each(STREAMS)('$name', ({ octets }) => {
  const whole = md5Fingerprint(feedAll([octets]));

  test(
    'comes out the same for any cuts',
    () => {
      fc.assert(
        fc.property(fc.array(fc.nat(octets.length), { maxLength: 60 }), (offsets) => {
          expect(md5Fingerprint(feedAll(cutAt(octets, offsets)))).toEqual(whole);
        }),
        runs(15),
      );
    },
    timeLimitMs(),
  );

  test(
    'comes out the same for chunks of any one length',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 5000 }), (length) => {
          expect(md5Fingerprint(feedAll(cutEvery(octets, length)))).toEqual(whole);
        }),
        runs(8),
      );
    },
    timeLimitMs(),
  );

  test(
    'has the same blocks for any cuts when segments are made per call',
    () => {
      const perBlock = blocks(feedAll([octets]));
      fc.assert(
        fc.property(fc.array(fc.nat(octets.length), { maxLength: 60 }), (offsets) => {
          expect(blocks(feedAll(cutAt(octets, offsets), { mediaSegments: 'per-call' }))).toEqual(perBlock);
        }),
        runs(8),
      );
    },
    timeLimitMs(),
  );

  test(
    'comes out the same for any cuts when segments continue Clusters',
    () => {
      const continuing = md5Fingerprint(feedAll([octets], { mediaSegments: 'continuing' }));
      fc.assert(
        fc.property(fc.array(fc.nat(octets.length), { maxLength: 60 }), (offsets) => {
          expect(md5Fingerprint(feedAll(cutAt(octets, offsets), { mediaSegments: 'continuing' }))).toEqual(continuing);
        }),
        runs(8),
      );
    },
    timeLimitMs(),
  );
});
