import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithFfmpeg, probePackets, type ProbedPacket } from '../support/ffmpeg.js';
import { anyDamage, damaged } from '../support/damage.js';
import { feedAll } from '../support/feed.js';
import { md5 } from '../support/md5.js';
import { blocksOf } from '../support/promises.js';
import { loadFixture, recordings, wholeOf } from '../support/recordings.js';
import { join as joinOctets } from '../support/webm.js';
import type { Block } from 'webm-reassembler';

const RESTART = 'chromium156-restart-swapped-tracks-vp8-opus-250ms';

/**
 * What ffprobe and we can both say of a packet. ffprobe takes the Opus pre-skip (CodecDelay) off a sound's times and
 * rounds what is left, so those may be up to the pre-skip earlier; picture times must be equal.
 */
function probedLine({ stream, size, isKeyframe, hash }: ProbedPacket): string {
  return [stream, size, isKeyframe ? 'key' : '', hash].join(' ');
}

function ourLines(blocks: readonly Block[], nameOf: (track: Block['track']) => number): readonly string[] {
  return blocks.flatMap(({ track, keyframe, frames }) =>
    frames.map((frame) => [nameOf(track), frame.length, keyframe ? 'key' : '', md5(frame)].join(' ')),
  );
}

describeWithFfmpeg('packets as ffprobe reads them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const single = recordings.filter((name) => name !== RESTART);

  test.each(single)('%s: the blocks are the packets of the source', async (name) => {
    const octets = wholeOf(loadFixture(name));
    const outputs = feedAll([octets]);
    const blocks = blocksOf(outputs);
    const [init] = outputs.filter((output) => output.kind === 'init-segment');
    const packets = await probePackets(octets, folder);

    const streams = init?.tracks.map(({ number }) => number) ?? [];
    expect(ourLines(blocks, ({ number }) => streams.indexOf(number))).toEqual(packets.map(probedLine));
    expect(timesOf(blocks, 'video')).toEqual(
      packets.filter(({ stream }) => init?.tracks[stream]?.type === 'video').map(({ pts }) => pts),
    );
    const soundTimes = packets.filter(({ stream }) => init?.tracks[stream]?.type === 'audio').map(({ pts }) => pts);
    timesOf(blocks, 'audio').forEach((timeMs, index) => {
      expect(timeMs - (soundTimes[index] ?? NaN)).toBeGreaterThanOrEqual(0);
      expect(timeMs - (soundTimes[index] ?? NaN)).toBeLessThanOrEqual(7); // 312 samples at 48 kHz: 6.5 ms
    });
  });

  test.each(recordings)(
    '%s: what is emitted has the packets that it says, until the first new init segment',
    async (name) => {
      const outputs = feedAll([wholeOf(loadFixture(name))]);
      const segments = outputs
        .filter((output) => output.kind === 'media-segment')
        .filter(({ initSegment }) => initSegment === outputs[0]);
      const [init] = outputs;
      if (init?.kind !== 'init-segment') throw new Error('the first output is no init segment');
      const packets = await probePackets(joinOctets(init.octets, ...segments.map(({ octets }) => octets)), folder);
      const numberOf = (stream: number): number => init.tracks[stream]?.number ?? -1;
      expect(packets.map((packet) => probedLine({ ...packet, stream: numberOf(packet.stream) }))).toEqual(
        ourLines(blocksOf(segments), ({ number }) => number),
      );
    },
  );

  const TINY = 'chromium156-tiny-canvas-vp8-opus-250ms';
  const leavesSome = anyDamage.filter((damage) => damage.kind !== 'truncate' || damage.at > 0.3);
  const damages = fc.sample(fc.array(leavesSome, { minLength: 1, maxLength: 3 }), { numRuns: 12, seed: 20261122 });

  test.each(damages.map((list) => [list.map(({ kind }) => kind).join(', '), list] as const))(
    'after %s, what is emitted has the packets that it says',
    async (_, list) => {
      const outputs = feedAll([list.reduce(damaged, wholeOf(loadFixture(TINY)))]);
      const inits = outputs.filter((output) => output.kind === 'init-segment');
      const segments = outputs
        .filter((output) => output.kind === 'media-segment')
        .filter(({ initSegment }) => initSegment === inits[0]);
      const [init] = inits;
      expect(init?.tracks).toHaveLength(2);
      const packets = await probePackets(
        joinOctets(init?.octets ?? [], ...segments.map(({ octets }) => octets)),
        folder,
      );
      expect(packets.map(({ size, hash }) => `${size} ${hash}`)).toEqual(
        blocksOf(segments).flatMap(({ frames }) => frames.map((frame) => `${frame.length} ${md5(frame)}`)),
      );
    },
  );
});

function timesOf(blocks: readonly Block[], type: string): readonly number[] {
  return blocks.filter(({ track }) => track.type === type).map(({ recorderTimestampMs }) => recorderTimestampMs);
}
