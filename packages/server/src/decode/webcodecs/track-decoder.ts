/**
 * The inside of the worker: coded Blocks in, RGB pictures out.
 *
 * ```
 * messages, one after the other -> VideoDecoder (threads of its own) -> pictures, one after the other -> post
 * ```
 *
 * Both queues are short: a Block is handed to the decoder only when few are in it, so that memory stays small and what
 * waits, waits where it is counted.
 */
import type { EncodedVideoChunk, VideoDecoder, VideoFrame } from '@napi-rs/webcodecs';
import { messageOf } from '../../errors.js';
import { PixelBuffers } from '../../frames/pixel-buffers.js';
import type { DecoderFailure } from '../decoder.js';
import { FramePacer } from '../frame-pacer.js';
import { rgbPicture } from './rgb-picture.js';
import type { CodedBlock, CodedTrack, FromWorker, ToWorker, WorkerTask } from './worker-messages.js';

/** What is used of the package. */
export interface WebcodecsPackage {
  readonly VideoDecoder: typeof VideoDecoder;
  readonly EncodedVideoChunk: typeof EncodedVideoChunk;
}

/** Blocks in the decoder and pictures behind it that are not yet converted, at most. */
const MAX_IN_FLIGHT = 4;

export class TrackDecoder {
  readonly #package: WebcodecsPackage;
  readonly #task: WorkerTask;
  readonly #post: (message: FromWorker) => void;
  readonly #pacer: FramePacer;
  readonly #buffers = new PixelBuffers();
  #decoder: VideoDecoder | undefined;
  #work: Promise<void> = Promise.resolve();
  #pictures: Promise<void> = Promise.resolve();
  #picturesInFlight = 0;
  #wake: () => void = () => undefined;
  #isOver = false;

  /** @param post copies what it is given, or has sent it, when it returns: the pixels' memory is used again */
  constructor(webcodecs: WebcodecsPackage, task: WorkerTask, post: (message: FromWorker) => void) {
    this.#package = webcodecs;
    this.#task = task;
    this.#post = post;
    this.#pacer = new FramePacer(task.maxFrameRate, task.afterMs);
  }

  /** Takes a message; those that wait for the decoder are done in order, the others at once. */
  take(message: ToWorker): void {
    if (message.kind === 'close') return this.#close();
    if (message.kind === 'frame-rate') return this.#pacer.setRate(message.rate);
    this.#work = this.#work
      .then(() => this.#do(message))
      .catch((thrown: unknown) => this.#fail('died', messageOf(thrown)));
  }

  async #do(message: Extract<ToWorker, { readonly kind: 'track' | 'blocks' | 'end' }>): Promise<void> {
    if (this.#isOver) return;
    if (message.kind === 'end') return this.#end();
    if (message.kind === 'track') this.#configure(message.track);
    else for (const block of message.blocks) await this.#decode(block);
    this.#post({ kind: 'taken', octets: message.octets });
  }

  #configure(track: CodedTrack | undefined): void {
    if (track === undefined) return;
    const decoder = new this.#package.VideoDecoder({
      output: (frame) => this.#queue(frame),
      error: (error) => this.#fail('died', error.message),
    });
    decoder.ondequeue = () => this.#wake();
    decoder.configure({
      codec: track.codec,
      optimizeForLatency: true,
      hardwareAcceleration: 'prefer-software',
      ...(track.description === undefined ? {} : { description: track.description }),
    });
    this.#decoder = decoder;
  }

  async #decode({ timestampMs, keyframe, frames }: CodedBlock): Promise<void> {
    for (const octets of frames) {
      await this.#untilFewInFlight();
      if (this.#isOver) return;
      const type = keyframe ? 'key' : 'delta';
      this.#decoder?.decode(new this.#package.EncodedVideoChunk({ type, timestamp: timestampMs * 1000, data: octets }));
    }
  }

  async #untilFewInFlight(): Promise<void> {
    while (!this.#isOver && (this.#decoder?.decodeQueueSize ?? 0) + this.#picturesInFlight >= MAX_IN_FLIGHT)
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #queue(frame: VideoFrame): void {
    const timestampMs = frame.timestamp / 1000;
    if (this.#isOver || !this.#pacer.admits(timestampMs)) return frame.close();
    this.#picturesInFlight += 1;
    this.#pictures = this.#pictures
      .then(() => this.#give(frame, timestampMs))
      .catch((thrown: unknown) => this.#fail('bad-output', messageOf(thrown)))
      .finally(() => {
        frame.close();
        this.#picturesInFlight -= 1;
        this.#wake();
      });
  }

  async #give(frame: VideoFrame, timestampMs: number): Promise<void> {
    if (this.#isOver) return;
    const { width, height } = frame.visibleRect;
    if (width * height > this.#task.maxPixels) {
      const limit = `the limit is ${this.#task.maxPixels} pixels`;
      return this.#fail('no-frames', `a picture is ${width}x${height}, ${limit}`);
    }
    const size = this.#task.outputSize ?? { width, height };
    const read = await rgbPicture(frame, size, this.#buffers);
    if (this.#isOver) return;
    if (read.kind === 'unreadable') return this.#fail('bad-output', read.reason);
    this.#post({ kind: 'frame', timestampMs, size, pixels: read.pixels });
    this.#buffers.giveBack(read.pixels);
  }

  async #end(): Promise<void> {
    await this.#decoder?.flush();
    await this.#pictures;
    if (this.#isOver) return;
    this.#post({ kind: 'ended' });
    this.#close();
  }

  #fail(code: DecoderFailure, message: string): void {
    if (this.#isOver) return;
    this.#post({ kind: 'failed', code, message });
    this.#close();
  }

  #close(): void {
    this.#isOver = true;
    if (this.#decoder?.state !== 'closed') this.#decoder?.close();
    this.#wake();
  }
}
