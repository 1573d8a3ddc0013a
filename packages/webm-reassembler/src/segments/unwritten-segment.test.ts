import { md5 } from '../../test/support/md5.js';
import { md5Fingerprint } from '../../test/support/md5-fingerprint.js';
import { loadFixture } from '../../test/support/recordings.js';
import { filesFrom } from '../../test/support/written-files.js';
import type { InnerOptions } from '../options.js';
import { Reassembler, type ReassemblerOptions } from '../reassembler.js';
import type { Output } from './outputs.js';
import { RecordingWriter } from './recording/recording-writer.js';
import { UnwrittenBatch, UnwrittenSegment } from './unwritten-segment.js';

const WRITTEN: ReassemblerOptions = { mediaSegments: 'per-call' };
const UNWRITTEN: ReassemblerOptions & Pick<InnerOptions, 'batch'> = { batch: () => new UnwrittenBatch() };

/** What each chunk comes to, and the end. */
function outputsOf(chunks: readonly Uint8Array[], options: ReassemblerOptions): readonly (readonly Output[])[] {
  const reassembler = new Reassembler(options);
  return [...chunks.map((chunk) => reassembler.feed(chunk)), reassembler.end()];
}

describe.each([
  'chromium156-tiny-canvas-vp8-opus-250ms',
  'chromium156-alpha-canvas-vp8-250ms', // BlockGroups
  'chromium156-faces-h264-opus-250ms', // sound that waits for the first keyframe
  'chromium156-restart-swapped-tracks-vp8-opus-250ms', // track numbers that change
  'firefox153-microphone-opus-250ms', // no video, no keyframe flags
  'broken-zeros-in-cluster',
])('of %s', (name) => {
  const { chunks } = loadFixture(name);

  test('unwritten segments are those of `per-call`, once their octets are asked for', () => {
    const unwritten = outputsOf(chunks, UNWRITTEN).flat();
    expect(unwritten.some((output) => output instanceof UnwrittenSegment)).toBe(true);
    expect(md5Fingerprint(unwritten)).toEqual(md5Fingerprint(outputsOf(chunks, WRITTEN).flat()));
  });

  test.each([{}, { startsAtZero: true }])(
    'a recording of unwritten segments is that of written ones, %j',
    (options) => {
      const [unwritten, written] = [UNWRITTEN, WRITTEN].map((reading) => {
        const writer = new RecordingWriter({ clusters: 'full', ...options });
        const writes = outputsOf(chunks, reading).flatMap((outputs) => writer.add(outputs));
        return filesFrom([...writes, ...writer.end()]).map(({ octets, finish }) => ({ octets: md5(octets), finish }));
      });
      expect(unwritten).not.toHaveLength(0);
      expect(unwritten).toEqual(written);
    },
  );
});
