import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { decodeServerMessage, type DetectionsMessage } from '@webm-reassembler/protocol';
import { loadFixture } from '../../../../fixtures/load.js';
import type { FfmpegBinary } from '../../src/decode/index.js';
import { MAIN, plainEnvironment, RunningServer } from '../support/running-server.js';
import { describeEachFfmpeg, ffmpegs, wholeFileFrames } from './ffmpegs.js';
import { anyEngine, expectSameDetections, referenceFaces } from './reference-faces.js';

jest.setTimeout(180_000);

const NAME = 'chromium156-faces-vp8-opus-250ms';
const FIXTURE = fileURLToPath(new URL(`../../../../fixtures/${NAME}`, import.meta.url));

/** All at once, for a replay takes as long as what it plays; a frame that a server is too busy for is left out. */
const replays = new Map<FfmpegBinary, Promise<Replay>>();
beforeAll(async () => {
  for (const { binary } of ffmpegs) if (binary !== undefined) replays.set(binary, replay(binary));
  await Promise.allSettled(replays.values());
});

describeEachFfmpeg((binary) => {
  test('a replay gets the boxes that face-api finds in the same frames of the whole file, decoded offline', async () => {
    const { messages, notes } = await (replays.get(binary) ?? replay(binary));
    const whole = Buffer.concat([...loadFixture(NAME).chunks]);
    const all = wholeFileFrames(binary, whole).map(({ timestampMs }) => timestampMs);
    const indices = messages.map(({ timestampMs }) => all.indexOf(timestampMs));
    expect(indices).not.toContain(-1);
    const { width, height } = { width: 640, height: 480 };
    const pictures = picturesAt(binary, whole, indices);
    const reference = referenceFaces(pictures, { width, height }, { inputSize: 416, scoreThreshold: 0.4 });
    expect(reference).toHaveLength(messages.length);

    messages.forEach((message, index) =>
      expectSameDetections(message.detections, reference[index] ?? [], anyEngine(width)),
    );
    const faces = reference.flat().length;
    expect(faces).toBeGreaterThan(messages.length);
    process.stdout.write(`replay of ${NAME}, ffmpeg ${binary.version}: ${messages.length} frames analysed, `);
    process.stdout.write(`${faces} faces, each where face-api has it in the offline decode\n${notes}`);
  });
});

/** What a replay prints, and its summary. */
interface Replay {
  readonly messages: readonly DetectionsMessage[];
  readonly notes: string;
}

/** Plays the fixture at its recorded pace to a server of its own. */
async function replay(binary: FfmpegBinary): Promise<Replay> {
  const server = await RunningServer.start(['--ffmpeg-path', binary.path]);
  try {
    const args = [MAIN, 'replay', FIXTURE, '--json', '--url', server.ingestUrl];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: plainEnvironment() });
    const lines = stdout.split('\n').filter((line) => line !== '');
    return { messages: lines.map(asDetections), notes: stderr };
  } finally {
    await server.cleanUp();
  }
}

function asDetections(line: string): DetectionsMessage {
  const read = decodeServerMessage(line);
  if (read.kind === 'message' && read.message.type === 'detections') return read.message;
  throw new Error(`not a detections message: ${line}`);
}

/** The rgb24 pixels of the frames with these numbers, by ffmpeg from the whole file. */
function picturesAt(binary: FfmpegBinary, whole: Uint8Array, indices: readonly number[]): Uint8Array {
  const select = ['-vf', `select='${indices.map((index) => `eq(n,${index})`).join('+')}'`, '-vsync', 'passthrough'];
  const args = ['-v', 'error', '-i', 'pipe:0', ...select, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  return execFileSync(binary.path, args, { input: whole, maxBuffer: 1 << 28 });
}
