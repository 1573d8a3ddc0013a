import { createHash } from 'node:crypto';
import type { InitSegment, MediaSegment } from 'webm-reassembler';
import { Reassembler } from 'webm-reassembler';
import type { Decoder, DecoderExit, DecoderInput, DecoderOptions, StartDecoder } from '../../src/decode/index.js';
import type { Frame } from '../../src/frames/frame.js';
import type { HashedFrame } from './ffmpegs.js';

/** A decoder that keeps what it gives. */
export class DecoderUnderTest {
  readonly frames: Frame[] = [];
  readonly exits: DecoderExit[] = [];
  readonly decoder: Decoder;
  #onFrame: () => void = () => undefined;

  constructor(start: StartDecoder, options: DecoderOptions = {}) {
    this.decoder = start(options, {
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

/** Octets that no reassembler has seen: what comes as an init segment reaches ffmpeg as it is. */
export function rawInput(octets: Uint8Array): DecoderInput {
  return { kind: 'init-segment', octets, tracks: [], timestampScaleNs: 1_000_000 };
}

/** Writes segments at once and waits for the end. */
export async function decode(
  start: StartDecoder,
  options: DecoderOptions,
  inputs: readonly DecoderInput[],
): Promise<DecoderUnderTest> {
  const decoding = new DecoderUnderTest(start, { maxWaitingOctets: 1 << 30, ...options });
  for (const input of inputs) expect(decoding.decoder.write(input)).toBe('taken');
  await decoding.end();
  return decoding;
}

/** What the reassembler makes of chunks, without gaps. */
export function reassembled(chunks: readonly Uint8Array[]): readonly (InitSegment | MediaSegment)[] {
  const reassembler = new Reassembler();
  const outputs = [...chunks.flatMap((chunk) => reassembler.feed(asFromSocket(chunk))), ...reassembler.end()];
  return outputs.filter((output) => output.kind !== 'gap');
}

/** A Buffer within a larger one, whose methods differ from those of a Uint8Array. */
function asFromSocket(chunk: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0), chunk]).subarray(1);
}

/** Decodes chunks as the server does: reassembled, and by a new decoder for each init segment. */
export async function decodeReassembled(
  start: StartDecoder,
  options: DecoderOptions,
  chunks: readonly Uint8Array[],
): Promise<readonly DecoderUnderTest[]> {
  const decoders: DecoderUnderTest[] = [];
  for (const segment of reassembled(chunks)) {
    if (segment.kind === 'init-segment') decoders.push(new DecoderUnderTest(start, options));
    decoders.at(-1)?.decoder.write(segment);
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
