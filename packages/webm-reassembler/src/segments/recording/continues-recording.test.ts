import { feedAll } from '../../../test/support/feed.js';
import {
  audioTrack,
  cluster,
  ebmlHeader,
  info,
  join,
  KEY,
  opusPacket,
  segment,
  simpleBlock,
  tracks,
  videoTrack,
  vp8Keyframe,
} from '../../../test/support/webm.js';
import { continuesRecording } from './continues-recording.js';
import { readInitSegment, type ReadInitSegment } from './read-init-segment.js';

const EVERYDAY = [videoTrack(1), audioTrack(2)];

/** The init segment of a stream with these tracks. */
function initOf(entries: readonly Uint8Array[], scaleNs = 1_000_000, docType = 'webm', size = 64): ReadInitSegment {
  const block = simpleBlock(1, 0, vp8Keyframe(size, 48), KEY);
  const stream = [ebmlHeader(docType), segment(), info(scaleNs), tracks(...entries), cluster(0), block];
  const [init] = feedAll([join(...stream, simpleBlock(2, 0, opusPacket()))]);
  if (init?.kind !== 'init-segment') throw new Error('no init segment came out');
  return readInitSegment(init);
}

describe('continuesRecording', () => {
  test.each([
    ['the same again', initOf(EVERYDAY)],
    ['another size of the picture', initOf([videoTrack(1, { width: 128 }), audioTrack(2)], 1_000_000, 'webm', 128)],
  ])('goes on with %s', (_, next) => {
    expect(continuesRecording(initOf(EVERYDAY), next)).toBe(true);
  });

  test.each([
    ['a track less', initOf([videoTrack(1)])],
    ['another codec', initOf([videoTrack(1, { codecId: 'V_VP9' }), audioTrack(2)])],
    ['other channels', initOf([videoTrack(1), audioTrack(2, { channels: 2 })])],
    ['another CodecPrivate', initOf([videoTrack(1), audioTrack(2, { codecPrivate: 'OpusHead' })])],
    ['another unit of time', initOf(EVERYDAY, 500_000)],
    ['another DocType', initOf(EVERYDAY, 1_000_000, 'matroska')],
    ['other numbers, by which blocks say their track', initOf([audioTrack(1), videoTrack(2)])],
  ])('does not go on with %s', (_, next) => {
    expect(continuesRecording(initOf(EVERYDAY), next)).toBe(false);
  });
});
