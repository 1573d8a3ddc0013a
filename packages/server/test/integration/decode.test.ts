import { execFileSync } from 'node:child_process';
import type { Block, MediaSegment } from 'webm-reassembler';
import { listFixtures, loadFixture, loadManifest } from '../../../../fixtures/load.js';
import type { FfmpegBinary } from '../../src/decode/index.js';
import type { Frame } from '../../src/frames/frame.js';
import { type DecoderUnderTestCase, describeEachDecoder, startFfmpeg } from './decoders.js';
import {
  decode,
  DecoderUnderTest,
  decodeReassembled,
  hashed,
  rawInput,
  reassembled,
  videoTimestamps,
} from './decoding.js';
import { describeEachFfmpeg, wholeFileFrames, wholeFilePixels } from './ffmpegs.js';

const videos = listFixtures().filter((name) =>
  loadManifest(name).codecs.some((codec) => ['vp8', 'vp9', 'h264', 'av1'].includes(codec)),
);
/** Recordings of one run with one picture size, which a whole-file decode can be compared with. */
const comparable = videos.filter(
  (name) =>
    !name.startsWith('broken-') &&
    !loadManifest(name).events.some(({ kind }) => kind === 'restart' || kind === 'resize'),
);
const changing = videos.filter((name) => !comparable.includes(name));

/** Coded in full range by BT.709, which the WebCodecs package does not convert as ffmpeg does: we do it ourselves. */
const UNLIKE_CAMERAS = 'chromium156-alpha-canvas-vp9-250ms';

const FACES = 'chromium156-faces-vp8-opus-250ms';
const faces = loadFixture(FACES);
const wholeFaces = Buffer.concat(faces.chunks);

describeEachDecoder((decoder) => {
  const { kind, start, reference } = decoder;

  test.each(comparable.filter((name) => kind === 'ffmpeg' || name !== UNLIKE_CAMERAS))(
    '%s: every frame has the pixels and the timestamp that a whole-file decode gives it',
    async (name) => {
      const { chunks } = loadFixture(name);
      const whole = referenceFrames(reference, name);
      expect(whole.length).toBeGreaterThan(5);
      const decoders = await decodeReassembled(start, {}, chunks);
      expect(decoders.map(({ exit }) => exit)).toEqual([{ kind: 'ended', frames: whole.length }]);
      expect(hashed(decoders.flatMap(({ frames }) => frames))).toEqual(whole);
    },
    240_000,
  );

  test.each(changing)(
    '%s: each init segment gets a decoder, and every video Block a frame of the right size',
    async (name) => {
      const { chunks } = loadFixture(name);
      const segments = reassembled(chunks);
      const media = segments.filter((output): output is MediaSegment => output.kind === 'media-segment');
      const decoders = await decodeReassembled(start, {}, chunks);
      const frames = decoders.flatMap((decoding) => decoding.frames);
      expect(frames.map((frame) => frame.timestampMs)).toEqual(videoTimestamps(media));
      expect(frames.length).toBeGreaterThan(50);
      const sizes = segments.flatMap((output) =>
        output.kind === 'init-segment' ? output.tracks.filter(({ type }) => type === 'video') : [],
      );
      expect(decoders.map(({ frames: [first] }) => [first?.width, first?.height])).toEqual(
        sizes.map(({ width, height }) => [width, height]),
      );
    },
    240_000,
  );

  test.each(['vp8', 'vp9', 'av1', 'h264'])(
    '%s: no frame waits for the next chunk, and the first keyframe is not lost',
    async (codec) => {
      const { chunks } = loadFixture(`chromium156-faces-${codec}-opus-250ms`);
      const decoding = new DecoderUnderTest(start);
      const written: number[] = [];
      // The WebCodecs package decodes H.264 in as many threads as there are cores, each of which holds a frame back.
      const heldBack = kind === 'webcodecs' && codec === 'h264' ? 64 : 0;
      for (const segment of reassembled(chunks.slice(0, 10))) {
        decoding.decoder.write(segment);
        if (segment.kind === 'media-segment') written.push(...videoTimestamps([segment]));
        await decoding.untilFrames(written.length - heldBack, 120_000);
      }
      expect(written.length).toBeGreaterThan(40);
      if (heldBack > 0) await decoding.end();
      expect(decoding.frames.map((frame) => frame.timestampMs)).toEqual(written);
      await decoding.decoder.close();
    },
    240_000,
  );

  test('a frame rate cap leaves frames out and changes nothing about the others', async () => {
    const { frames } = await decode(start, { maxFrameRate: 10 }, reassembled(faces.chunks));
    expectSomeOf(frames, referenceFrames(reference, FACES));
    expect(frames.length / secondsOf(frames)).toBeGreaterThan(9);
    expect(frames.length / secondsOf(frames)).toBeLessThan(10.5);
  }, 240_000);

  test('the frame rate can be lowered and raised while it runs, up to the cap', async () => {
    const segments = reassembled(faces.chunks);
    const decoding = new DecoderUnderTest(start, { maxFrameRate: 10 });
    decoding.decoder.setFrameRate(2);
    const half = Math.floor(segments.length / 2);
    for (const segment of segments.slice(0, half)) decoding.decoder.write(segment);
    await decoding.untilFrames(6, 120_000);
    const slow = decoding.frames.length;
    decoding.decoder.setFrameRate('every-frame');
    for (const segment of segments.slice(half)) decoding.decoder.write(segment);
    await decoding.end();
    expectSomeOf(decoding.frames, referenceFrames(reference, FACES));
    expect(slow / secondsOf(decoding.frames.slice(0, slow))).toBeLessThan(3);
    const fast = decoding.frames.slice(slow + 3);
    expect(fast.length / secondsOf(fast)).toBeLessThan(10.9);
    expect(fast.length / secondsOf(fast)).toBeGreaterThan(5);
  }, 240_000);

  test('frames are scaled to the size asked for and know the size of the video', async () => {
    const outputSize = { width: 320, height: 240 };
    const options = { outputSize, sourceSize: { width: 640, height: 480 } };
    const segments = reassembled(faces.chunks.slice(0, 9));
    const { frames } = await decode(start, options, segments);
    const whole = Buffer.concat(segments.map(({ octets }) => octets));
    expectCloseTo(frames, decoder, wholeFilePixels(reference, whole, 'scale=320:240:flags=bicubic'));
    expect(frames[0]).toMatchObject({ width: 320, height: 240, source: { width: 640, height: 480 } });
    expect(frames[0]?.pixels.buffer.byteLength).toBe(320 * 240 * 3);
  }, 240_000);

  test('where nobody has any frame yet the first is handed over, also that at 0 ms', async () => {
    const { frames } = await decode(
      start,
      { afterMs: Number.NEGATIVE_INFINITY },
      reassembled(faces.chunks.slice(0, 3)),
    );
    expect(frames[0]?.timestampMs).toBe(0);
  }, 240_000);

  test('a picture larger than allowed is refused without a frame', async () => {
    const { exit } = await decode(start, { maxPixels: 640 * 480 - 1 }, reassembled(faces.chunks.slice(0, 3)));
    expect(exit).toMatchObject({ kind: 'failed', code: 'no-frames', frames: 0 });
  });

  test('a picture of just the pixels allowed is decoded', async () => {
    const { exit } = await decode(start, { maxPixels: 640 * 480 }, reassembled(faces.chunks.slice(0, 3)));
    expect(exit).toMatchObject({ kind: 'ended' });
  });

  test('an init segment without media behind it is no failure', async () => {
    const { exit } = await decode(start, {}, reassembled(faces.chunks).slice(0, 1));
    expect(exit).toMatchObject({ kind: 'ended', frames: 0 });
  });

  test('frames that are damaged inside end in pictures or in a failure, and the decoder goes', async () => {
    const segments = reassembled(faces.chunks.slice(0, 6)).map((segment) => {
      if (segment.kind === 'init-segment') return segment;
      const { kind: part, octets, blocks } = segment;
      return { kind: part, octets: damaged(octets), blocks: blocks.map(withDamage) };
    });
    const { exit, frames } = await decode(start, {}, segments);
    expect(exit.frames).toBe(frames.length);
    // A browser's rule, which the package keeps: a decoder that meets such a frame is done.
    const kinds = kind === 'webcodecs' ? ['failed'] : ['ended', 'failed'];
    expect(kinds).toContain(exit.kind);
  }, 240_000);

  test('closing stops at once, and nothing is taken afterwards', async () => {
    const decoding = new DecoderUnderTest(start);
    for (const segment of reassembled(faces.chunks)) decoding.decoder.write(segment);
    await decoding.decoder.close();
    expect(decoding.exit.kind).toBe('closed');
    expect(decoding.decoder.write(rawInput(new Uint8Array(1)))).toBe('closed');
    await decoding.decoder.end();
  }, 240_000);

  test('what waits is limited, but a join point is taken whole', async () => {
    const [init, ...media] = reassembled(faces.chunks);
    const decoding = new DecoderUnderTest(start, { maxWaitingOctets: 2000 });
    const outcomes = [init, ...media].map((segment) => decoding.decoder.write(segment ?? rawInput(new Uint8Array())));
    expect(outcomes.slice(0, 2)).toEqual(['taken', 'taken']);
    expect(outcomes).toContain('full');
    await decoding.decoder.close();
  }, 240_000);
});

const references = new Map<string, ReturnType<typeof wholeFileFrames>>();

/** What this ffmpeg makes of a whole fixture, made once. */
function referenceFrames(binary: FfmpegBinary, name: string): ReturnType<typeof wholeFileFrames> {
  const key = `${binary.path} ${name}`;
  const frames = references.get(key) ?? wholeFileFrames(binary, Buffer.concat(loadFixture(name).chunks));
  references.set(key, frames);
  return frames;
}

/** A Block reads its times on demand, so that a plain copy would lack them. */
function withDamage(block: Block): Block {
  const { track, offset, timestampMs, recorderTimestampMs, keyframe, durationMs, payload } = block;
  const frames = block.frames.map(damaged);
  return { track, offset, timestampMs, recorderTimestampMs, keyframe, durationMs, payload, frames };
}

/** Leaves the first octets, which are those of headers. */
function damaged(octets: Uint8Array): Uint8Array {
  return Uint8Array.from(octets).fill(0xff, Math.min(64, octets.length));
}

/**
 * What WebCodecs gives where we scale or convert ourselves may differ from ffmpeg by rounding: by how much at the most,
 * and on the average, of 255. Measured are 4 and 1.27.
 */
const ROUNDING = { largest: 8, mean: 2 };

/** Compares every 20th frame. */
function expectCloseTo(frames: readonly Frame[], { kind }: DecoderUnderTestCase, whole: readonly Uint8Array[]): void {
  expect(frames.length).toBe(whole.length);
  for (let index = 0; index < frames.length; index += 20) {
    const { largest, mean } = difference(frames[index]?.pixels ?? new Uint8Array(), whole[index] ?? new Uint8Array());
    expect(largest).toBeLessThanOrEqual(kind === 'ffmpeg' ? 0 : ROUNDING.largest);
    expect(mean).toBeLessThanOrEqual(kind === 'ffmpeg' ? 0 : ROUNDING.mean);
  }
}

function difference(one: Uint8Array, other: Uint8Array): { readonly largest: number; readonly mean: number } {
  expect(one.length).toBe(other.length);
  let largest = 0;
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) {
    const here = Math.abs((one[at] ?? 0) - (other[at] ?? 0));
    if (here > largest) largest = here;
    sum += here;
  }
  return { largest, mean: sum / one.length };
}

function expectSomeOf(frames: readonly Frame[], whole: ReturnType<typeof hashed>): void {
  const kept = hashed(frames);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept).toEqual(whole.filter(({ timestampMs }) => kept.some((frame) => frame.timestampMs === timestampMs)));
}

function secondsOf(frames: readonly Frame[]): number {
  return (Number(frames.at(-1)?.timestampMs) - Number(frames[0]?.timestampMs)) / 1000;
}

describeEachDecoder((decoder) => {
  test('colours that are not coded as those of cameras come out as ffmpeg makes them', async () => {
    const { chunks } = loadFixture(UNLIKE_CAMERAS);
    const decoders = await decodeReassembled(decoder.start, {}, chunks);
    const whole = wholeFilePixels(decoder.reference, Buffer.concat(chunks), 'scale=320:240');
    expectCloseTo(
      decoders.flatMap(({ frames }) => frames),
      decoder,
      whole,
    );
  }, 240_000);
});

describeEachFfmpeg((binary) => {
  const start = startFfmpeg(binary);

  test('a stream that begins at 60 000 ms has frames from 60 000 ms on', async () => {
    const shift = ['-v', 'error', '-copyts', '-i', 'pipe:0', '-c', 'copy', '-output_ts_offset', '60'];
    const toPipe = [...shift, '-f', 'matroska', 'pipe:1'];
    const shifted = execFileSync(binary.path, toPipe, { input: wholeFaces, maxBuffer: 1 << 28 });
    const { frames } = await decode(start, {}, reassembled([shifted]));
    const expected = referenceFrames(binary, FACES).map((frame) => ({
      ...frame,
      timestampMs: frame.timestampMs + 60_000,
    }));
    expect(hashed(frames)).toEqual(expected);
  }, 240_000);

  test('a recording whose ticks are half milliseconds has frames at half milliseconds', async () => {
    const { frames } = await decode(start, {}, reassembled([withTicksOf500Microseconds(wholeFaces)]));
    const whole = referenceFrames(binary, FACES);
    expect(hashed(frames)).toEqual(whole.map((frame) => ({ ...frame, timestampMs: frame.timestampMs / 2 })));
    expect(frames.some(({ timestampMs }) => !Number.isInteger(timestampMs))).toBe(true);
  }, 240_000);

  test('what another decoder gave already is decoded and not handed over', async () => {
    const afterMs = referenceFrames(binary, FACES)[100]?.timestampMs ?? Number.NaN;
    const { frames } = await decode(start, { afterMs }, reassembled(faces.chunks));
    expect(hashed(frames)).toEqual(referenceFrames(binary, FACES).slice(101));
  }, 240_000);
});

/** The same octets, with TimestampScale said to be 500 000 ns. */
function withTicksOf500Microseconds(recording: Uint8Array): Uint8Array {
  const octets = Buffer.from(recording);
  const at = octets.indexOf(Buffer.from('2ad7b1830f4240', 'hex'));
  expect(at).toBeGreaterThan(0);
  octets.writeUIntBE(500_000, at + 4, 3);
  return octets;
}
