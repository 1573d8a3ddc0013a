import { execFileSync } from 'node:child_process';
import { Reassembler, type MediaSegment } from 'webm-reassembler/complete';
import { listFixtures, loadFixture, loadManifest } from '../../../../fixtures/load.js';
import { decode, DecoderUnderTest, decodeReassembled, hashed, videoTimestamps } from './decoding.js';
import { describeEachFfmpeg, wholeFileFrames } from './ffmpegs.js';

/** Recordings of one run with one picture size, which a whole-file decode can be compared with. */
const comparable = listFixtures().filter((name) => {
  const { codecs, events } = loadManifest(name);
  const isVideo = codecs.some((codec) => ['vp8', 'vp9', 'h264', 'av1'].includes(codec));
  return isVideo && !name.startsWith('broken-') && !events.some(({ kind }) => kind === 'restart' || kind === 'resize');
});

const faces = loadFixture('chromium156-faces-vp8-opus-250ms');
const wholeFaces = Buffer.concat(faces.chunks);

describeEachFfmpeg((binary) => {
  test.each(comparable)(
    '%s: every frame has the pixels and the timestamp that a whole-file decode gives it',
    async (name) => {
      const { chunks } = loadFixture(name);
      const whole = wholeFileFrames(binary, Buffer.concat(chunks));
      expect(whole.length).toBeGreaterThan(5);
      const decoders = await decodeReassembled({ binary }, chunks);
      expect(decoders.map(({ exit }) => exit)).toEqual([{ kind: 'ended', frames: whole.length }]);
      expect(hashed(decoders.flatMap(({ frames }) => frames))).toEqual(whole);
    },
    60_000,
  );

  test('octets cut anywhere, as the recorder delivers them, give the same frames', async () => {
    const { frames } = await decode({ binary }, faces.chunks);
    expect(hashed(frames)).toEqual(wholeFileFrames(binary, wholeFaces));
  }, 60_000);

  test('no frame waits for the next chunk, and the first keyframe is not lost', async () => {
    const decoding = new DecoderUnderTest({ binary });
    const reassembler = new Reassembler();
    const written: number[] = [];
    for (const chunk of faces.chunks.slice(0, 8)) {
      const outputs = reassembler.feed(chunk).filter((output) => output.kind !== 'gap');
      for (const output of outputs) decoding.decoder.write(output.octets);
      written.push(
        ...videoTimestamps(outputs.filter((output): output is MediaSegment => output.kind === 'media-segment')),
      );
      await decoding.untilFrames(written.length);
    }
    expect(written.length).toBeGreaterThan(40);
    expect(decoding.frames.map((frame) => frame.timestampMs)).toEqual(written);
    await decoding.decoder.close();
  }, 60_000);

  test('a stream that begins at 60 000 ms has frames from 60 000 ms on', async () => {
    const shift = [
      '-v',
      'error',
      '-copyts',
      '-i',
      'pipe:0',
      '-c',
      'copy',
      '-output_ts_offset',
      '60',
      '-f',
      'matroska',
      'pipe:1',
    ];
    const shifted = execFileSync(binary.path, shift, { input: wholeFaces, maxBuffer: 1 << 28 });
    const { frames } = await decode({ binary }, [shifted]);
    const expected = wholeFileFrames(binary, wholeFaces).map((frame) => ({
      ...frame,
      timestampMs: frame.timestampMs + 60_000,
    }));
    expect(hashed(frames)).toEqual(expected);
  }, 60_000);

  test('a frame rate cap leaves frames out and changes nothing about the others', async () => {
    const { frames } = await decode({ binary, maxFrameRate: 10 }, faces.chunks);
    const whole = wholeFileFrames(binary, wholeFaces);
    const kept = hashed(frames);
    expect(kept).toEqual(whole.filter(({ timestampMs }) => kept.some((frame) => frame.timestampMs === timestampMs)));
    const intervals = kept.slice(1).map((frame, index) => frame.timestampMs - (kept[index]?.timestampMs ?? 0));
    expect(Math.min(...intervals)).toBeGreaterThanOrEqual(99);
    const seconds = (Number(whole.at(-1)?.timestampMs) - Number(whole[0]?.timestampMs)) / 1000;
    expect(kept.length / seconds).toBeGreaterThan(9);
  }, 60_000);

  test('frames are scaled to the size asked for, as ffmpeg scales them, and know the size of the video', async () => {
    const outputSize = { width: 320, height: 240 };
    const { frames } = await decode({ binary, outputSize, sourceSize: { width: 640, height: 480 } }, faces.chunks);
    expect(hashed(frames)).toEqual(wholeFileFrames(binary, wholeFaces, 'scale=320:240:flags=bicubic'));
    expect(frames[0]).toMatchObject({ width: 320, height: 240, source: { width: 640, height: 480 } });
    expect(frames[0]?.pixels.buffer.byteLength).toBe(320 * 240 * 3);
  }, 60_000);

  test.each([
    'chromium156-resize-canvas-vp8-opus-250ms',
    'firefox153-resize-canvas-vp8-250ms',
    'chromium156-restart-swapped-tracks-vp8-opus-250ms',
  ])(
    '%s: each init segment gets a decoder, and every video Block a frame of the right size',
    async (name) => {
      const { chunks } = loadFixture(name);
      const reassembler = new Reassembler();
      const outputs = [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
      const segments = outputs.filter((output): output is MediaSegment => output.kind === 'media-segment');
      const decoders = await decodeReassembled({ binary }, chunks);
      const frames = decoders.flatMap((decoding) => decoding.frames);
      expect(frames.map((frame) => frame.timestampMs)).toEqual(videoTimestamps(segments));
      expect(frames.length).toBeGreaterThan(50);
      const sizes = outputs.flatMap((output) =>
        output.kind === 'init-segment' ? output.tracks.filter(({ type }) => type === 'video') : [],
      );
      expect(decoders.map(({ frames: [first] }) => [first?.width, first?.height])).toEqual(
        sizes.map(({ width, height }) => [width, height]),
      );
    },
    60_000,
  );
});
