import { createHash } from 'node:crypto';
import type { MediaSegment } from 'webm-reassembler';
import { Reassembler } from 'webm-reassembler/complete';
import { startFfmpegDecoder, type Decoder, type DecoderExit, type DecoderOptions } from '../../src/decode/index.js';
import type { Frame } from '../../src/frames/frame.js';
import type { HashedFrame } from './ffmpegs.js';

/** A decoder that keeps what it gives. */
export class DecoderUnderTest {
  readonly frames: Frame[] = [];
  readonly exits: DecoderExit[] = [];
  readonly decoder: Decoder;
  #onFrame: () => void = () => undefined;

  constructor(options: DecoderOptions) {
    this.decoder = startFfmpegDecoder(options, {
      onFrame: (frame) => {
        this.frames.push(frame);
        this.#onFrame();
      },
      onExit: (exit) => this.exits.push(exit),
    });
  }

  /** Resolves as soon as there are `count` frames; rejects where they do not come. */
  async untilFrames(count: number, timeoutMs = 10_000): Promise<void> {
    if (this.frames.length >= count) return;
    await new Promise<void>((resolve, reject) => {
      const late = (): void => reject(new Error(`${this.frames.length} frames after ${timeoutMs} ms, not ${count}`));
      const timer = setTimeout(late, timeoutMs);
      this.#onFrame = () => {
        if (this.frames.length < count) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the decoder and says how it ended. */
  async end(): Promise<DecoderExit> {
    await this.decoder.end();
    return this.exit;
  }

  /** How it ended. */
  get exit(): DecoderExit {
    const [exit] = this.exits;
    if (exit === undefined || this.exits.length > 1) throw new Error(`onExit was called ${this.exits.length} times`);
    return exit;
  }
}

/** Writes chunks at once and waits for the end. */
export async function decode(options: DecoderOptions, chunks: readonly Uint8Array[]): Promise<DecoderUnderTest> {
  const decoding = new DecoderUnderTest(options);
  for (const chunk of chunks) expect(decoding.decoder.write(chunk)).toBe('taken');
  await decoding.end();
  return decoding;
}

/** Decodes chunks as the server does: reassembled, and by a new decoder for each init segment. */
export async function decodeReassembled(
  options: DecoderOptions,
  chunks: readonly Uint8Array[],
): Promise<readonly DecoderUnderTest[]> {
  const reassembler = new Reassembler();
  const decoders: DecoderUnderTest[] = [];
  for (const output of [...chunks.flatMap((chunk) => reassembler.feed(chunk)), ...reassembler.end()]) {
    if (output.kind === 'init-segment') decoders.push(new DecoderUnderTest(options));
    if (output.kind !== 'gap') decoders.at(-1)?.decoder.write(output.octets);
  }
  await Promise.all(decoders.map((decoding) => decoding.end()));
  return decoders;
}

/** Timestamps of the video Blocks of media segments. */
export function videoTimestamps(segments: readonly MediaSegment[]): readonly number[] {
  const blocks = segments.flatMap((segment) => segment.blocks);
  return blocks.filter((block) => block.track.type === 'video').map((block) => block.timestampMs);
}

/** Timestamps and hashes of frames. */
export function hashed(frames: readonly Frame[]): readonly HashedFrame[] {
  return frames.map(({ timestampMs, pixels }) => ({
    timestampMs,
    hash: createHash('md5').update(pixels).digest('hex'),
  }));
}
