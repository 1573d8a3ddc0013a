import fc from 'fast-check';
import { readElements } from '../../../fixtures/elements.js';
import { anyDamage, damaged, overwrite } from '../test/support/damage.js';
import { cutAt, cutEvery, feedAll, feedSequenced } from '../test/support/feed.js';
import { md5Fingerprint } from '../test/support/md5-fingerprint.js';
import { md5 } from '../test/support/md5.js';
import { blocksOf, expectPromises, gapsOf } from '../test/support/promises.js';
import { runs, timeLimitMs } from '../test/support/properties.js';
import { brokenStreams, loadFixture, recordings, wholeOf } from '../test/support/recordings.js';
import { RICH_STREAM } from '../test/support/rich-stream.js';
import { oracleBlocks, oracleElements } from '../test/support/ts-ebml.js';
import type { Output } from './index.js';

const TINY = loadFixture('chromium156-tiny-canvas-vp8-opus-250ms');
const NAMES = [
  'chromium156-alpha-canvas-vp9-250ms',
  'chromium156-microphone-opus-250ms',
  'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  'firefox153-pause-vp8-opus-250ms',
];

const STREAMS = [
  { name: 'the hand-made stream', octets: RICH_STREAM },
  { name: TINY.name, octets: wholeOf(TINY) },
  ...NAMES.map((name) => ({ name, octets: wholeOf(loadFixture(name)) })),
];

/** Where the elements of a stream begin, to hit headers and not only payloads. */
const HEADERS = new Map(STREAMS.map(({ name, octets }) => [name, readElements(octets).map(({ start }) => start)]));

test.each(recordings)('%s, undamaged, keeps every promise and has no gap', (name) => {
  const outputs = feedAll([wholeOf(loadFixture(name))]);
  expect(gapsOf(outputs)).toEqual([]);
  expectPromises(outputs);
});

test.each(brokenStreams)('%s keeps every promise, with sequence numbers and without', (name) => {
  const { chunks, manifest } = loadFixture(name);
  expectPromises(feedAll(chunks));
  expectPromises(
    feedSequenced(chunks.map((octets, index) => ({ octets, sequence: manifest.chunks[index]?.sequence ?? index }))),
  );
});

describe.each(STREAMS)('$name', ({ name, octets }) => {
  const starts = HEADERS.get(name) ?? [];
  const manyDamages = fc.array(anyDamage, { minLength: 1, maxLength: 4 });
  const offsets = fc.array(fc.nat(octets.length), { maxLength: 20 });

  test(
    'with any damage keeps every promise, and comes out the same for any cuts',
    () => {
      fc.assert(
        fc.property(manyDamages, offsets, (damages, cuts) => {
          const broken = damages.reduce(damaged, octets);
          const outputs = feedAll([broken]);
          expectPromises(outputs);
          expect(md5Fingerprint(feedAll(cutAt(broken, cuts)))).toEqual(md5Fingerprint(outputs));
        }),
        runs(25),
      );
    },
    timeLimitMs(),
  );

  test(
    'with octets of its headers overwritten keeps every promise, and comes out the same for any cuts',
    () => {
      const header = fc.record({
        start: fc.constantFrom(...starts),
        distance: fc.nat(12),
        over: fc.uint8Array({ minLength: 1, maxLength: 3 }),
      });
      fc.assert(
        fc.property(
          fc.array(header, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 3000 }),
          (hits, chunkLength) => {
            const broken = hits.reduce(
              (whole, { start, distance, over }) => overwrite(whole, start + distance, over),
              octets,
            );
            const outputs = feedAll([broken]);
            expectPromises(outputs);
            expect(md5Fingerprint(feedAll(cutEvery(broken, chunkLength)))).toEqual(md5Fingerprint(outputs));
          },
        ),
        runs(25),
      );
    },
    timeLimitMs(),
  );
});

test(
  'what is emitted of a damaged stream is read by ts-ebml as well, block for block',
  () => {
    fc.assert(
      fc.property(fc.array(anyDamage, { minLength: 1, maxLength: 4 }), (damages) => {
        const outputs = feedAll([damages.reduce(damaged, wholeOf(TINY))]);
        const segments = outputs.filter((output) => output.kind === 'media-segment');
        const read = oracleBlocks(oracleElements(Buffer.concat(segments.map(({ octets }) => octets))));
        expect(read.map(({ frames }) => md5(...frames))).toEqual(
          blocksOf(segments).map(({ frames }) => md5(...frames)),
        );
      }),
      runs(25),
    );
  },
  timeLimitMs(),
);

test(
  'octets of no kind at all come to an end, without a throw',
  () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (octets) => {
        expectPromises(feedAll(cutEvery(octets, 100)));
      }),
      runs(100),
    );
  },
  timeLimitMs(),
);

describe('after a burst', () => {
  const octets = wholeOf(TINY);
  const original = feedAll([octets]);
  const keyframes = keyframePayloads(original);

  test(
    'the second keyframe behind it is there, at the latest, and all that follows',
    () => {
      const burst = fc.record({ at: fc.nat(octets.length), octets: fc.uint8Array({ minLength: 1, maxLength: 2000 }) });
      fc.assert(
        fc.property(burst, ({ at, octets: over }) => {
          fc.pre(at > 1043); // behind the header and the first keyframe: without these there is nothing to resume
          const outputs = feedAll([overwrite(octets, at, over)]);
          const [, resumedAt] = keyframes.filter(({ offset }) => offset >= at + over.length);
          const expected = payloadsFrom(original, resumedAt?.hash);
          expect(payloadsFrom(outputs, resumedAt?.hash)).toEqual(expected);
        }),
        runs(150),
      );
    },
    timeLimitMs(),
  );

  /** The keyframes, with where their payloads lie. */
  function keyframePayloads(outputs: readonly Output[]) {
    return blocksOf(outputs)
      .filter(({ track, keyframe }) => track.type === 'video' && keyframe)
      .map(({ payload }) => ({ hash: md5(payload), offset: payload.byteOffset - octets.byteOffset }));
  }
});

/** Hashes of all payloads from the one with `hash` on; of none without it. */
function payloadsFrom(outputs: readonly Output[], hash: string | undefined): readonly string[] {
  const hashes = blocksOf(outputs).map(({ payload }) => md5(payload));
  const at = hash === undefined ? -1 : hashes.indexOf(hash);
  return at < 0 ? (hash === undefined ? [] : ['resumed nowhere']) : hashes.slice(at);
}

describe('chunks that never arrive', () => {
  const fixtures = [
    TINY,
    loadFixture('chromium156-restart-swapped-tracks-vp8-opus-250ms'),
    loadFixture('firefox153-pause-vp8-opus-250ms'),
  ];

  test.each(fixtures)(
    '$name: with sequence numbers no frame comes out whose references are not there',
    ({ chunks }) => {
      const chains = videoChains(feedAll(chunks));
      fc.assert(
        fc.property(fc.subarray([...chunks.keys()].slice(1), { minLength: 1 }), (lost) => {
          const left = chunks
            .map((octets, sequence) => ({ octets, sequence }))
            .filter(({ sequence }) => !lost.includes(sequence));
          const outputs = feedSequenced(left);
          expectPromises(outputs);
          const decodable = new Set<string>();
          for (const hash of videoHashes(outputs)) {
            const before = chains.get(hash);
            expect(before === undefined || decodable.has(before)).toBe(true);
            expect(chains.has(hash)).toBe(true);
            decodable.add(hash);
          }
        }),
        runs(40),
      );
    },
    timeLimitMs(),
  );

  test.each(fixtures)(
    '$name: with sequence numbers each missing one is told',
    ({ chunks }) => {
      fc.assert(
        fc.property(fc.subarray([...chunks.keys()].slice(0, -1)), (lost) => {
          const left = chunks
            .map((octets, sequence) => ({ octets, sequence }))
            .filter(({ sequence }) => !lost.includes(sequence));
          const told = feedSequenced(left).flatMap((output) => {
            if (output.kind !== 'gap' || output.missingSequences === undefined) return [];
            const { first, last } = output.missingSequences;
            return Array.from({ length: last - first + 1 }, (_, index) => first + index);
          });
          expect(told).toEqual(lost);
        }),
        runs(40),
      );
    },
    timeLimitMs(),
  );

  test('without sequence numbers nine losses in ten are told nevertheless, where there is sound', () => {
    let losses = 0;
    let told = 0;
    for (const name of recordings.filter((one) => one.includes('opus') && one.includes('250ms'))) {
      const { chunks } = loadFixture(name);
      for (let lost = 1; lost < chunks.length - 1; lost++) {
        if ((chunks[lost]?.length ?? 0) < 2) continue;
        losses++;
        if (feedAll(chunks.filter((_, index) => index !== lost)).some(({ kind }) => kind === 'gap')) told++;
      }
    }
    expect(losses).toBeGreaterThan(200);
    expect(told / losses).toBeGreaterThan(0.9);
  });

  /** For each video frame the one that it needs: the frame before it, or none for a keyframe. */
  function videoChains(outputs: readonly Output[]): ReadonlyMap<string, string | undefined> {
    const chains = new Map<string, string | undefined>();
    let before: string | undefined;
    for (const { track, keyframe, payload } of blocksOf(outputs)) {
      if (track.type !== 'video') continue;
      const hash = md5(payload);
      chains.set(hash, keyframe ? undefined : before);
      before = hash;
    }
    return chains;
  }

  function videoHashes(outputs: readonly Output[]): readonly string[] {
    return blocksOf(outputs).flatMap(({ track, payload }) => (track.type === 'video' ? [md5(payload)] : []));
  }
});
