import { Reassembler } from 'webm-reassembler';
import { loadFixture } from '../../../../fixtures/load.js';
import { ServerError } from '../errors.js';
import { refuseBeyondLimits, tooLong } from './stream-limits.js';

const outputs = new Reassembler().feed(
  Buffer.concat([...loadFixture('chromium156-faces-vp8-opus-250ms').chunks.slice(0, 3)]),
);
const limits = { maxStreamHours: 1, maxTracks: 2, allowedCodecs: ['V_VP8', 'A_OPUS'] };

test('a stream within the limits is taken', () => {
  expect(outputs[0]?.kind).toBe('init-segment');
  expect(() => refuseBeyondLimits(outputs, limits)).not.toThrow();
});

test('one track too many is refused, with both numbers', () => {
  expect(() => refuseBeyondLimits(outputs, { ...limits, maxTracks: 1 })).toThrow(
    new ServerError('too-many-tracks', 'the stream has 2 tracks, the limit is 1'),
  );
});

test('a codec that is not in the list is refused by name', () => {
  expect(() => refuseBeyondLimits(outputs, { ...limits, allowedCodecs: ['V_VP9', 'A_OPUS'] })).toThrow(
    new ServerError('codec-refused', 'codec V_VP8 is not one of: V_VP9, A_OPUS'),
  );
});

test('a stream may be live for as long as the limit says', () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  expect(tooLong(hoursAgo(0.99), limits)).toBeUndefined();
  expect(tooLong(hoursAgo(1.01), limits)?.code).toBe('stream-too-long');
});
