import { makeSeekable } from '../../src/recording.js';
import { loadFixture } from '../../../../fixtures/load.js';
import { describeOutput } from '../support/describe-outputs.js';
import { hashesOf, probePackets } from '../support/ffmpeg.js';
import { cutEvery, feedAll } from '../support/feed.js';
import { runsOf } from '../support/fixture-files.js';
import { md5 } from '../support/md5.js';
import { md5Fingerprint } from '../support/md5-fingerprint.js';
import { ProbedRecording } from '../support/probed-recording.js';
import { wholeOf } from '../support/recordings.js';
import { blocksIn, chunkPieces, type Subject } from './subject.js';

/** One thing that must be true of a fixture. */
export interface Claim {
  /** The column's head. */
  readonly title: string;
  /** For the legend: what is checked, and how. */
  readonly meaning: string;
  /** Of which fixtures it can be said. */
  readonly isFor: (subject: Subject) => boolean;
  /** How many things were looked at. Throws what is not so. */
  readonly check: (subject: Subject, folder: string) => Promise<number>;
}

/** Presentation times of ffprobe are whole ms; a frame of 30 fps lasts 33.4. */
const ONE_FRAME_MS = 50;

const CODEC_STRINGS: Readonly<Record<string, RegExp>> = {
  vp8: /^vp8$/,
  vp9: /^vp09\.\d\d\.\d\d\.\d\d$/,
  av1: /^av01\.\d\.\d\d[MH]\.\d\d$/,
  h264: /^avc1\.[0-9A-F]{6}$/,
  opus: /^opus$/,
  pcm_f32le: /^pcm$/,
};

export const CLAIMS: readonly Claim[] = [
  {
    title: 'GOP pieces',
    meaning: 'every GOP piece decodes alone, `ffmpeg -v warning -xerror`, without a message, beginning with a keyframe',
    isFor: () => true,
    check: async (subject) => {
      const decoded = await subject.decode(subject.gops.map(({ octets }) => octets));
      requireThat(decoded.length > 0, 'there is no piece');
      decoded.forEach(({ opensWithKeyframe = true }, index) =>
        requireThat(opensWithKeyframe, `piece ${index} begins with no keyframe`),
      );
      return decoded.length;
    },
  },
  {
    title: 'chunk pieces',
    meaning:
      'every chunk piece decodes alone in the same way; those that have but sound so far, of a recording with video, are left out',
    isFor: ({ isBroken }) => !isBroken,
    check: async (subject) => {
      const pieces = chunkPieces(subject).filter(({ octets, initSegment: { tracks } }) => {
        const types = new Set(blocksIn(feedAll([octets])).map(({ track }) => track.type));
        return types.has('video') || !tracks.some(({ type }) => type === 'video');
      });
      return (await subject.decode(pieces.map(({ octets }) => octets))).length;
    },
  },
  {
    title: 'same frames',
    meaning:
      "the GOP pieces' frames are those of the whole recording, decoded by ffmpeg, hash for hash; of a broken one, " +
      'none that the unbroken one has not, but for the last before damage',
    isFor: () => true,
    check: sameFrames,
  },
  {
    title: 'ffprobe',
    meaning:
      'blocks are the packets that ffprobe reads from the source: track, size, keyframe, MD5 (ffprobe stops at a restart)',
    isFor: ({ isBroken, outputs }) => !isBroken && !hasRestart(outputs),
    check: async ({ whole, outputs }, folder) => {
      const packets = await probePackets(whole, folder);
      const tracks = [...new Set(outputs.flatMap((output) => (output.kind === 'init-segment' ? output.tracks : [])))];
      const numbers = [...new Set(tracks.map(({ number }) => number))];
      const ours = blocksIn(outputs).flatMap(({ track, keyframe, frames }) =>
        frames.map((frame) => `${numbers.indexOf(track.number)} ${frame.length} ${keyframe} ${md5(frame)}`),
      );
      requireSame(
        ours,
        packets.map(({ stream, size, isKeyframe, hash }) => `${stream} ${size} ${isKeyframe} ${hash}`),
      );
      return ours.length;
    },
  },
  {
    title: 'any cuts',
    meaning: 'whole, in its chunks, in 4,999, 97 and 1 octets at a time: the same segments and gaps, octet for octet',
    isFor: () => true,
    check: ({ whole, fixture }) => {
      const expected = md5Fingerprint(feedAll([whole]));
      const ways = [fixture.chunks, ...[4999, 97, 1].map((length) => cutEvery(whole, length))];
      for (const chunks of ways) requireSame(md5Fingerprint(feedAll(chunks)), expected);
      return Promise.resolve(ways.length);
    },
  },
  {
    title: 'repaired',
    meaning:
      'makeSeekable: ffprobe reads it without a warning, Duration is right within a frame, seeks land on the keyframe asked for',
    isFor: () => true,
    check: repaired,
  },
  {
    title: 'codec strings',
    meaning: 'the init segment says the recorded codecs, each in its RFC 6381 form',
    isFor: () => true,
    check: ({ fixture, outputs }) => {
      const inits = outputs.filter((output) => output.kind === 'init-segment');
      requireThat(inits.length > 0, 'there is no init segment');
      for (const { tracks, mimeType } of inits) {
        for (const { codec } of tracks) {
          const isRight = fixture.manifest.codecs.some((name) => CODEC_STRINGS[name]?.test(codec) === true);
          requireThat(isRight && mimeType.includes(codec), `${codec} in ${mimeType}`);
        }
      }
      return Promise.resolve(inits.length);
    },
  },
  {
    title: 'gaps',
    meaning: 'none where nothing was broken; else those of the golden trace, with numbered chunks',
    isFor: () => true,
    check: ({ isBroken, outputs, expectedGaps }) => {
      const gaps = outputs.filter((output) => output.kind === 'gap').flatMap(describeOutput);
      requireSame(gaps, isBroken ? expectedGaps : []);
      return Promise.resolve(gaps.length);
    },
  },
];

async function sameFrames(subject: Subject): Promise<number> {
  const { fixture, isBroken, outputs } = subject;
  const source = isBroken ? wholeOf(loadFixture(fixture.manifest.madeFrom ?? '')) : subject.whole;
  const whole = hashesOf(await subject.decode(runsOf(source)));
  const decoded = await subject.decode(subject.gops.map(({ octets }) => octets));
  const own = hashesOf(decoded);
  if (!isBroken) {
    requireSame(own, whole);
    return own.length;
  }
  const known = new Set(whole);
  const suspects = new Set(timesBeforeDamage(outputs));
  const strange = decoded.flatMap(({ frames }) => frames).filter(({ hash }) => !known.has(hash));
  const unexplained = strange.filter(({ ptsMs }) => !suspects.has(ptsMs)).map(({ ptsMs }) => `${ptsMs} ms`);
  requireSame(unexplained, []);
  return own.length;
}

function repaired({ fixture }: Subject, folder: string): Promise<number> {
  const { parts } = makeSeekable(fixture.chunks);
  requireThat(parts.length > 0, 'nothing was saved');
  for (const { octets, cuePoints } of parts) {
    const file = new ProbedRecording(`${folder}/repaired.webm`, octets);
    const isPcm = fixture.manifest.codecs.some((codec) => codec.startsWith('pcm'));
    const warnings = file.warnings();
    requireThat(warnings === '' || (isPcm && /Guessed Channel Layout/.test(warnings)), warnings);
    const packets = file.packets();
    const endMs = packets.reduce((latest, packet) => Math.max(latest, packet.endMs), 0);
    const besideMs = Math.abs(file.durationMs() - endMs);
    requireThat(besideMs <= ONE_FRAME_MS, `Duration is ${besideMs} ms beside the last packet's end`);
    requireThat(cuePoints > 0, 'there are no Cues');
    const keyframes = packets.filter(({ type, isKeyframe }) => type === 'video' && isKeyframe);
    const soughtMs = keyframes.slice(0, 3).map(({ startMs }) => startMs);
    if (soughtMs.length === 0) continue;
    const foundMs = file.firstPacketsFrom(soughtMs, 'v').map(({ startMs }) => startMs);
    requireSame(foundMs.map(String), soughtMs.map(String));
  }
  return Promise.resolve(parts.length);
}

function hasRestart(outputs: Subject['outputs']): boolean {
  const blocks = blocksIn(outputs);
  return blocks.some(({ timestampMs, recorderTimestampMs }) => timestampMs !== recorderTimestampMs);
}

/** A picture may have taken the octets of its neighbours in place of its own: that shows only behind its end. */
function timesBeforeDamage(outputs: Subject['outputs']): readonly number[] {
  return outputs.flatMap((output, index) => {
    if (output.kind !== 'gap' || output.code === 'missing-chunk') return [];
    const before = blocksIn(outputs.slice(0, index)).filter(({ track }) => track.type === 'video');
    return before.slice(-1).map(({ timestampMs }) => timestampMs);
  });
}

function requireSame(found: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((line, index) => line !== found[index]);
  if (at < 0 && found.length === expected.length) return;
  const index = at < 0 ? expected.length : at;
  throw new Error(`${found.length} of ${expected.length}; at ${index}: "${found[index]}", not "${expected[index]}"`);
}

function requireThat(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
