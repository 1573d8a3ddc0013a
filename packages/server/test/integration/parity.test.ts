import { execFileSync } from 'node:child_process';
import { Reassembler } from 'webm-reassembler';
// Built, for the workers are: Node cannot load TypeScript.
import {
  DEFAULT_DETECTION_TASKS,
  faceDetector,
  startDetectorPool,
  type FrameDetections,
} from '../../dist/detect/index.js';
import { loadFixture } from '../../../../fixtures/load.js';
import { startFfmpegDecoder, type Decoder, type FfmpegBinary } from '../../src/decode/index.js';
import type { Frame } from '../../src/frames/frame.js';
import { detectInTurn } from './detect-in-turn.js';
import { describeEachFfmpeg, wholeFileFrames } from './ffmpegs.js';
import { expectSameDetections, referenceFaces } from './reference-faces.js';

/** Every so many frames one is looked at. */
const SAMPLE_EVERY = 20;

const size = { width: 640, height: 480 };
const options = { inputSize: 416, scoreThreshold: 0.4 } as const;

describeEachFfmpeg((binary) => {
  test.each(['chromium156-faces-vp8-opus-250ms', 'chromium156-faces-h264-opus-250ms'])(
    '%s: chunk by chunk the same boxes at the same timestamps as the whole file decoded first',
    async (name) => {
      const { chunks } = loadFixture(name);
      const whole = Buffer.concat(chunks);
      const timestamps = wholeFileFrames(binary, whole)
        .map(({ timestampMs }) => timestampMs)
        .filter((_timestampMs, index) => index % SAMPLE_EVERY === 0);
      const reference = referenceFaces(sampledPictures(binary, whole), size, options);
      expect(reference).toHaveLength(timestamps.length);
      expect(reference.flat().length).toBeGreaterThan(20);

      const results = await detectChunkByChunk(binary, chunks, new Set(timestamps));
      expect(results.map(({ frame }) => frame.timestampMs)).toEqual(timestamps);
      results.forEach(({ detections }, index) => expectSameDetections(detections, reference[index] ?? []));
    },
    240_000,
  );
});

/** The pixels of every so many frames, by ffmpeg from the whole file. */
function sampledPictures(binary: FfmpegBinary, whole: Uint8Array): Uint8Array {
  const select = ['-vf', `select='not(mod(n,${SAMPLE_EVERY}))'`, '-vsync', 'passthrough'];
  const args = ['-v', 'error', '-i', 'pipe:0', ...select, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  return execFileSync(binary.path, args, { input: whole, maxBuffer: 1 << 28 });
}

/** The server's way: reassembled chunk by chunk, one decoder, and detections of the frames at `wanted` by the pool. */
async function detectChunkByChunk(
  binary: FfmpegBinary,
  chunks: readonly Uint8Array[],
  wanted: ReadonlySet<number>,
): Promise<readonly FrameDetections[]> {
  const sampled: Frame[] = [];
  const keep = (frame: Frame): void => void (wanted.has(frame.timestampMs) && sampled.push(frame));
  const decoder = startFfmpegDecoder({ binary }, { onFrame: keep, onExit: () => undefined });
  feedReassembled(decoder, chunks);
  await decoder.end();
  return detectEach(sampled);
}

function feedReassembled(decoder: Decoder, chunks: readonly Uint8Array[]): void {
  const reassembler = new Reassembler();
  const outputs = [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()];
  expect(outputs.filter(({ kind }) => kind === 'init-segment')).toHaveLength(1);
  for (const output of outputs) if (output.kind !== 'gap') decoder.write(output);
}

async function detectEach(frames: readonly Frame[]): Promise<readonly FrameDetections[]> {
  const pool = startDetectorPool({
    detector: faceDetector('face-api', { tasks: options }),
    tasks: { ...DEFAULT_DETECTION_TASKS, ...options },
    size: 1,
  });
  const { results, failures } = await detectInTurn(pool, frames);
  await pool.close();
  expect(failures).toEqual([]);
  return results;
}
