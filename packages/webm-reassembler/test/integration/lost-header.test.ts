import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GopPieces, type MediaSegment, type Output, type StandalonePiece, type Track } from 'webm-reassembler';
import { ID, readElements } from '../../../../fixtures/elements.js';
import { loadManifest } from '../../../../fixtures/load.js';
import { decodeAll, describeWithFfmpeg, hashesOf } from '../support/ffmpeg.js';
import { feedAll, feedSequenced } from '../support/feed.js';
import { inputOptionsFor } from '../support/fixture-files.js';
import { md5 } from '../support/md5.js';
import { blocksOf } from '../support/promises.js';
import { loadFixture, recordings, wholeOf } from '../support/recordings.js';

/** Long: with two cores shared by others, decoding takes its time. */
const TIME_LIMIT_MS = 240_000;

/**
 * What cannot be rebuilt, and why: a video track is known by its keyframes only, so with the last of them the track is
 * gone; PCM says nothing of itself, so it takes the mimeType's word. Opus packets say whether they are stereo, which a
 * header may say of mono packets too (the tiny canvas), so that channels are not compared.
 */
interface Rebuildable {
  readonly video: boolean;
  readonly sound: boolean;
}

/** The recording from the first chunk on that has nothing of the header. */
function withoutBeginning(name: string) {
  const fixture = loadFixture(name);
  const whole = wholeOf(fixture);
  const mediaStart = readElements(whole).find(({ id }) => id === ID.Cluster)?.start ?? 0;
  let dropped = 0;
  const chunks = fixture.chunks.filter(({ length }) => {
    const isDropped = dropped <= mediaStart;
    if (isDropped) dropped += length;
    return !isDropped;
  });
  return { mimeType: fixture.manifest.mimeType, whole, chunks, dropped };
}

/**
 * What the undamaged recording has behind the part that is missing: from the next Cluster on, where reading can resume,
 * to the next header, which need not be rebuilt.
 */
function segmentsBehind(whole: Uint8Array, dropped: number): readonly MediaSegment[] {
  const starts = readElements(whole).filter(({ start }) => start >= dropped);
  const from = starts.find(({ id }) => id === ID.Cluster)?.start ?? whole.length;
  const to = starts.find(({ id }) => id === ID.EBML)?.start ?? whole.length;
  const offsetOf = (payload: Uint8Array): number => payload.byteOffset - whole.byteOffset;
  return feedAll([whole]).filter(
    (output): output is MediaSegment =>
      output.kind === 'media-segment' &&
      output.blocks.every(({ payload }) => offsetOf(payload) > from && offsetOf(payload) < to),
  );
}

function rebuildable(behind: readonly MediaSegment[], mimeType: string): Rebuildable {
  const blocks = behind.flatMap((segment) => segment.blocks);
  const isKnownSound = ({ type, codecId }: Track): boolean =>
    type === 'audio' && (codecId === 'A_OPUS' || mimeType.includes('pcm'));
  return {
    video: blocks.some(({ track, keyframe }) => track.type === 'video' && keyframe),
    sound: blocks.some(({ track }) => isKnownSound(track)),
  };
}

function firstTracks(outputs: readonly Output[]): readonly Track[] {
  return outputs.find((output) => output.kind === 'init-segment')?.tracks ?? [];
}

function piecesOf(outputs: readonly Output[]): readonly StandalonePiece[] {
  const gops = new GopPieces();
  return [...gops.add(outputs), ...gops.end()];
}

interface ProbedStream {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly sample_rate?: string;
}

/** Where ffprobe's JSON becomes typed. */
function streamsIn(json: string): readonly ProbedStream[] {
  return (JSON.parse(json) as { readonly streams: readonly ProbedStream[] }).streams;
}

describeWithFfmpeg('a recording without its beginning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lost-header-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Codec of each stream, and what the sound is like, as ffprobe says it; sorted, as track numbers may be in any order. */
  function probe(octets: Uint8Array): readonly string[] {
    const path = join(folder, 'probed.webm');
    writeFileSync(path, octets);
    const fields = 'stream=codec_type,codec_name,sample_rate';
    const { stdout } = spawnSync('ffprobe', ['-v', 'error', '-show_entries', fields, '-of', 'json', path]);
    return streamsIn(String(stdout))
      .map(({ codec_type, codec_name, sample_rate = '' }) => `${codec_type} ${codec_name} ${sample_rate}`.trim())
      .sort();
  }

  describe.each([
    ['with its mimeType', true],
    ['without its mimeType', false],
  ])('%s', (_, isTypeKnown) => {
    test.each(recordings)(
      '%s: its tracks are rebuilt as ffprobe reads the original, and its pieces decode as the original does',
      async (name) => {
        const { mimeType, whole, chunks, dropped } = withoutBeginning(name);
        const behind = segmentsBehind(whole, dropped);
        const outputs = feedAll(chunks, isTypeKnown ? { mimeType } : {});
        const { video, sound } = rebuildable(behind, isTypeKnown ? mimeType : '');
        const original = probe(whole).filter((stream) => (stream.startsWith('video') ? video : sound));
        const keyframe = behind.find(({ blocks }) => blocks.some((b) => b.track.type === 'video' && b.keyframe));
        const size = keyframe?.blocks.find(({ track }) => track.type === 'video')?.track;
        const pieces = piecesOf(outputs);

        expect(firstTracks(outputs)).toHaveLength(original.length);
        expect(pieces.length > 0).toBe(video || sound);
        const [first] = pieces;
        if (first === undefined) return;
        expect(probe(first.octets)).toEqual(original);
        const rebuilt = firstTracks(outputs).find(({ type }) => type === 'video');
        expect([rebuilt?.codecId, rebuilt?.width, rebuilt?.height]).toEqual(
          video ? [size?.codecId, size?.width, size?.height] : [undefined, undefined, undefined],
        );
        // With and without the mimeType the pieces are the same, so that decoding them once is enough.
        if (!isTypeKnown) return;
        // Of PCM alone ffmpeg says that it estimates the duration, for an untouched recording too.
        if (video || !name.includes('pcm')) await expectFramesOf(name, whole, pieces);
      },
      TIME_LIMIT_MS,
    );
  });

  /** Decodes the pieces, without a message; each picture is one of the original's. */
  async function expectFramesOf(name: string, whole: Uint8Array, pieces: readonly StandalonePiece[]): Promise<void> {
    const inputOptions = inputOptionsFor(loadManifest(name));
    const asFile = (piece: StandalonePiece) => ({
      octets: piece.octets,
      hasVideo: blocksOf(feedAll([piece.octets])).some(({ track }) => track.type === 'video'),
    });
    const decoded = await decodeAll(pieces.map(asFile), { folder, inputOptions });
    const originals = await decodeAll(piecesOf(feedAll([whole])).map(asFile), { folder, inputOptions });
    const known = new Set(hashesOf(originals));
    expect(decoded.flatMap(({ frames }) => frames).filter(({ hash }) => !known.has(hash))).toEqual([]);
  }

  test('nothing comes of frames without a keyframe and without sound, and the gap says so', () => {
    const { chunks, mimeType } = withoutBeginning('firefox153-face-canvas-vp8-250ms');
    expect(feedAll(chunks, { mimeType })).toEqual([expect.objectContaining({ kind: 'gap', code: 'not-webm' })]);
  });
});

describe('a chunk that is lost while the tracks are not yet known', () => {
  test.each(recordings)('%s: no frame comes out whose references are not there', (name) => {
    const { chunks } = loadFixture(name);
    const whole = blocksOf(feedAll(chunks)).filter(({ track }) => track.type === 'video');
    const before = new Map(whole.map(({ payload }, index) => [md5(payload), whole[index - 1]]));
    for (let lost = 2; lost < Math.min(chunks.length, 8); lost++) {
      const reassembled = feedSequenced(
        chunks
          .map((octets, sequence) => ({ octets, sequence }))
          .filter(({ sequence }) => sequence > 0 && sequence !== lost),
      );
      const decodable = new Set<string>();
      for (const { track, keyframe, payload } of blocksOf(reassembled)) {
        if (track.type !== 'video') continue;
        const needed = before.get(md5(payload));
        expect(keyframe || (needed !== undefined && decodable.has(md5(needed.payload)))).toBe(true);
        decodable.add(md5(payload));
      }
    }
  });
});
