import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChunkPieces, GopPieces, Reassembler, type Output, type StandalonePiece } from 'webm-reassembler';
import {
  decodeAll,
  describeWithFfmpeg,
  hashesOf,
  type Decoded,
  type DecodedFrame,
  type FileToDecode,
} from '../support/ffmpeg.js';
import { feedAll, feedSequenced } from '../support/feed.js';
import { hasVideo, inputOptionsFor, runsOf } from '../support/fixture-files.js';
import { blocksOf } from '../support/promises.js';
import { brokenStreams, loadFixture, recordings, wholeOf } from '../support/recordings.js';

/** Long: with two cores shared by others, decoding takes its time. */
const TIME_LIMIT_MS = 240_000;

function videoSize({ initSegment }: StandalonePiece): string | undefined {
  const track = initSegment.tracks.find(({ type }) => type === 'video');
  return track && `${track.width}x${track.height}`;
}

function asFile(piece: StandalonePiece): FileToDecode {
  return { octets: piece.octets, hasVideo: videoSize(piece) !== undefined };
}

/** Times of a piece's video blocks, the lead-in left out. */
function ownVideoTimes(piece: StandalonePiece): readonly number[] {
  const own = blocksOf(feedAll([piece.octets])).slice(piece.leadInBlocks);
  return own.filter(({ track }) => track.type === 'video').map(({ timestampMs }) => timestampMs);
}

describeWithFfmpeg('decoded by ffmpeg with -xerror, without a message', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pieces-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const wholes = new Map<string, Promise<readonly Decoded[]>>();

  /** The frames of the whole recording, decoded once: the reference. */
  function decodeWhole(name: string): Promise<readonly Decoded[]> {
    const kept = wholes.get(name) ?? decodeWholeAnew(name);
    wholes.set(name, kept);
    return kept;
  }

  function decodeWholeAnew(name: string): Promise<readonly Decoded[]> {
    const { manifest, chunks } = loadFixture(name);
    const files = runsOf(wholeOf({ name, manifest, chunks })).map((octets) => ({
      octets,
      hasVideo: hasVideo(manifest),
    }));
    return decodeAll(files, { folder, inputOptions: inputOptionsFor(manifest) });
  }

  test.each(recordings)(
    '%s: GOP pieces begin with keyframes, and their frames are those of the whole, hash for hash',
    async (name) => {
      const { manifest, chunks } = loadFixture(name);
      const outputs = feedAll(chunks);
      const gops = new GopPieces();
      const pieces = [...gops.add(outputs), ...gops.end()];
      const decoded = await decodeAll(pieces.map(asFile), { folder, inputOptions: inputOptionsFor(manifest) });
      const whole = await decodeWhole(name);
      const video = blocksOf(outputs).filter(({ track }) => track.type === 'video');

      expect(pieces.length).toBeGreaterThan(0);
      expect(hashesOf(decoded)).toEqual(hashesOf(whole));
      expect(decoded.flatMap(({ frames }) => frames.map(({ ptsMs }) => ptsMs))).toEqual(
        video.map(({ timestampMs }) => timestampMs),
      );
      expect(decoded.map(({ opensWithKeyframe }) => opensWithKeyframe ?? true)).toEqual(pieces.map(() => true));
      expect(decoded.map(({ size }) => size)).toEqual(pieces.map(videoSize));
    },
    TIME_LIMIT_MS,
  );

  test.each(recordings)(
    '%s: chunk pieces begin with keyframes, and their own frames together are those of the whole',
    async (name) => {
      const { manifest, chunks } = loadFixture(name);
      const reassembler = new Reassembler();
      const chunkPieces = new ChunkPieces();
      const pieces = chunks.flatMap((chunk) => chunkPieces.add(reassembler.feed(chunk)));
      const playable = pieces.filter((piece) => videoSize(piece) === undefined || hasVideoBlock(piece));
      const decoded = await decodeAll(playable.map(asFile), { folder, inputOptions: inputOptionsFor(manifest) });
      const whole = await decodeWhole(name);

      expect(playable.length).toBeGreaterThan(0);
      expect(decoded.map(({ opensWithKeyframe }) => opensWithKeyframe ?? true)).toEqual(playable.map(() => true));
      const own = playable.flatMap((piece, index) => framesAt(decoded[index]?.frames ?? [], ownVideoTimes(piece)));
      expect(own.map(({ hash }) => hash)).toEqual(hashesOf(whole));
    },
    TIME_LIMIT_MS,
  );

  test(
    'H.264 with an avcC and length-prefixed samples decodes to the same frames',
    async () => {
      const name = 'chromium156-faces-h264-opus-250ms';
      const gops = new GopPieces();
      const pieces = [...gops.add(feedAll(loadFixture(name).chunks, { h264: 'avcc' })), ...gops.end()];
      const decoded = await decodeAll(pieces.map(asFile), { folder });
      expect(hashesOf(decoded)).toEqual(hashesOf(await decodeWhole(name)));
      expect(pieces.map(({ initSegment }) => initSegment.tracks[0]?.codecPrivate?.[0])).toEqual(pieces.map(() => 1));
    },
    TIME_LIMIT_MS,
  );

  test.each(brokenStreams)(
    '%s: GOP pieces of what is left have no frame that the unbroken recording does not have, but for one that ends in damage',
    async (name) => {
      const { manifest, chunks } = loadFixture(name);
      const sequenced = chunks.map((octets, index) => ({
        octets,
        sequence: manifest.chunks[index]?.sequence ?? index,
      }));
      const gops = new GopPieces();
      const outputs = feedSequenced(sequenced);
      const pieces = [...gops.add(outputs), ...gops.end()];
      const decoded = await decodeAll(pieces.map(asFile), { folder, inputOptions: inputOptionsFor(manifest) });
      const whole = new Set(hashesOf(await decodeWhole(manifest.madeFrom ?? '')));
      expect(hashesOf(decoded).length).toBeGreaterThan(0);
      const suspects = timesBeforeDamage(outputs);
      const strange = decoded.flatMap(({ frames }) => frames).filter(({ hash }) => !whole.has(hash));
      expect(strange.filter(({ ptsMs }) => !suspects.includes(ptsMs))).toEqual([]);
    },
    TIME_LIMIT_MS,
  );
});

/**
 * Times of the last picture before each gap of damage. It may have taken the octets of its neighbours in place of its
 * own: that shows only behind its end, and it was handed out as soon as its last octet came.
 */
function timesBeforeDamage(outputs: readonly Output[]): readonly number[] {
  return outputs.flatMap((output, index) => {
    if (output.kind !== 'gap' || output.code === 'missing-chunk') return [];
    const before = blocksOf(outputs.slice(0, index)).filter(({ track }) => track.type === 'video');
    return before.slice(-1).map(({ timestampMs }) => timestampMs);
  });
}

function hasVideoBlock(piece: StandalonePiece): boolean {
  return blocksOf(feedAll([piece.octets])).some(({ track }) => track.type === 'video');
}

function framesAt(frames: readonly DecodedFrame[], times: readonly number[]): readonly DecodedFrame[] {
  const wanted = new Set(times);
  return frames.filter(({ ptsMs }) => wanted.has(ptsMs));
}
