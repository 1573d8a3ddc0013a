import * as fc from 'fast-check';
import { cutAt, feedAll } from '../test/support/feed.js';
import { indexOfRecording } from '../test/support/index-of-recording.js';
import { brokenStreams, loadFixture, recordings, wholeOf, wholeRecording } from '../test/support/recordings.js';
import { blocksOf } from '../test/support/promises.js';
import { VIDEO_AND_AUDIO, VIDEO_ONLY, group, silentGroup, streamOf } from '../test/support/streams.js';
import { md5 } from '../test/support/md5.js';
import { makeSeekable, type SeekableRecording } from './make-seekable.js';

/** All of it, with octets as a fingerprint: comparing megabytes one by one takes seconds. */
function described({ parts, gaps }: SeekableRecording): object {
  return { gaps, parts: parts.map((part) => ({ ...part, octets: md5(part.octets) })) };
}

describe('makeSeekable', () => {
  test.each(recordings)('%s: one part with Duration and Cues, every block kept, nothing lost', (name) => {
    const { parts, gaps } = makeSeekable(wholeRecording(name));
    const [part] = parts;
    const octets = part?.octets ?? new Uint8Array();
    expect(parts).toHaveLength(1);
    expect(gaps).toEqual([]);
    const before = blocksOf(feedAll([wholeRecording(name)]));
    const after = blocksOf(feedAll([octets]));
    expect(after.map(({ timestampMs, payload }) => [timestampMs, payload.length])).toEqual(
      before.map(({ timestampMs, payload }) => [timestampMs, payload.length]),
    );
    const { cues, duration } = indexOfRecording(octets);
    expect(duration).toBeCloseTo(part?.durationMs ?? NaN, 6);
    expect(cues).toHaveLength(part?.cuePoints ?? NaN);
  });

  test.each(brokenStreams)('%s: says what is missing, and keeps every block that can be played', (name) => {
    const { chunks } = loadFixture(name);
    const { parts, gaps } = makeSeekable(chunks);
    const outputs = feedAll(chunks);
    expect(gaps.map(({ code }) => code)).toEqual(
      outputs.flatMap((output) => (output.kind === 'gap' ? [output.code] : [])),
    );
    const kept = parts.flatMap((part) => blocksOf(feedAll([part.octets])));
    expect(kept).toHaveLength(blocksOf(outputs).length);
  });

  test('any cuts of the recording give the same file', () => {
    const name = 'chromium156-tiny-canvas-vp8-opus-250ms';
    const whole = wholeOf(loadFixture(name));
    const expected = described(makeSeekable(whole));
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 60 }), (cuts) => {
        expect(described(makeSeekable(cutAt(whole, cuts)))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('any damage leaves files that can be read without damage', () => {
    const whole = wholeOf(loadFixture('chromium156-tiny-canvas-vp8-opus-250ms'));
    const burst = fc.record({
      at: fc.nat(whole.length),
      length: fc.integer({ min: 1, max: 3000 }),
      octet: fc.nat(255),
    });
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 4 }), (bursts) => {
        const damaged = whole.slice();
        for (const { at, length, octet } of bursts) damaged.fill(octet, at, at + length);
        for (const { octets } of makeSeekable(damaged).parts) {
          const codes = feedAll([octets]).flatMap((output) => (output.kind === 'gap' ? [output.code] : []));
          expect(codes).toEqual([]);
          expect(indexOfRecording(octets).cues.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a seekable recording made seekable again is the same, octet for octet', () => {
    const once = makeSeekable(wholeRecording('chromium156-faces-vp8-opus-250ms'));
    const twice = makeSeekable(once.parts[0]?.octets ?? new Uint8Array());
    expect(described(twice)).toEqual(described(once));
  });

  test('gives a part for each set of tracks', () => {
    const { parts } = makeSeekable(streamOf(VIDEO_AND_AUDIO, group(0, 3), VIDEO_ONLY, silentGroup(0, 3)));
    expect(parts.map(({ mimeType }) => mimeType)).toEqual(['video/webm;codecs="vp8,opus"', 'video/webm;codecs="vp8"']);
  });

  test('gives no part, and the reason, for what is no recording', () => {
    const { parts, gaps } = makeSeekable(new TextEncoder().encode('<!doctype html><title>404</title>'));
    expect(parts).toEqual([]);
    expect(gaps.map(({ code }) => code)).toEqual(['not-webm']);
    expect(makeSeekable(new Uint8Array(0))).toEqual({ parts: [], gaps: [] });
  });
});
