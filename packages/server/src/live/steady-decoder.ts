import { GopBuffer, type InitSegment, type MediaSegment, type Output, type Track } from 'webm-reassembler';
import type { Decoder, DecoderEvents, DecoderExit, DecoderInput, FrameRate } from '../decode/index.js';
import type { Frame } from '../frames/frame.js';
import { DecodedShare } from './decoded-share.js';
import { videoTrackOf } from './video-track.js';

/** Starts a decoder for a stream whose video track is `track` and whose frames up to `afterMs` are not wanted. */
export type StartTrackDecoder = (track: Track, afterMs: number, events: DecoderEvents) => Decoder;

export interface SteadyDecoderEvents {
  /** A frame, later than every frame before. */
  readonly onFrame: (frame: Frame) => void;
  /** A decoder has failed; `failures` counts those since the last frame. Another one is being started. */
  readonly onFailure: (exit: Extract<DecoderExit, { readonly kind: 'failed' }>, failures: number) => void;
  /** Media segments were left out because the decoder is behind. */
  readonly onSkipped: (segments: number) => void;
}

/**
 * | state    | goes to  | when                                                             |
 * | -------- | -------- | ---------------------------------------------------------------- |
 * | idle     | running  | an init segment with a video track comes                         |
 * | running  | pausing  | the decoder has failed                                           |
 * | pausing  | running  | the pause is over: a new decoder is fed from the join point      |
 * | any      | finished | `finish` or `close`                                              |
 */
type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly decoder: Decoder; readonly waitsForRandomAccessPoint: boolean }
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'finished' };

/** Pauses before the first, second, ... restart in a row, in ms; the last one goes for all further ones. */
const RESTART_PAUSES_MS = [0, 250, 500, 1000, 2000, 5000] as const;
const LONGEST_PAUSE_MS = 5000;

/**
 * A decoder that goes on: replaced when the stream changes, restarted from the join point when it fails, and moved on
 * to the next random access point when it falls behind. Frames come out once and in order, whatever happens inside.
 */
export class SteadyDecoder {
  readonly #start: StartTrackDecoder;
  readonly #events: SteadyDecoderEvents;
  readonly #gop = new GopBuffer();
  /** Decoders that get nothing more, until they are gone. */
  readonly #retiring = new Map<Decoder, Promise<void>>();
  #state: State = { kind: 'idle' };
  #initSegment: InitSegment | undefined;
  #frameRate: FrameRate = 'every-frame';
  #failures = 0;
  #skipped = 0;
  #skippedFrames = 0;
  readonly #share = new DecodedShare();
  #newestFrameMs = Number.NEGATIVE_INFINITY;

  constructor(start: StartTrackDecoder, events: SteadyDecoderEvents) {
    this.#start = start;
    this.#events = events;
  }

  /** Video frames that were left out because the decoder was behind. */
  get skippedFrames(): number {
    return this.#skippedFrames;
  }

  /** The share of the video frames that are decoded, of late: less than 1 while the decoder cannot do them all. */
  get decodedShare(): number {
    return this.#share.value;
  }

  /**
   * A frame came out too late. What waits for the decoder would come out later still, so it is given up, and decoding goes
   * on at the next random access point: the delay does not grow.
   */
  fellBehind(): void {
    if (this.#state.kind !== 'running' || this.#state.waitsForRandomAccessPoint) return;
    const { decoder } = this.#state;
    this.#leaveOutFrames(decoder.dropWaiting());
    this.#state = { kind: 'running', decoder, waitsForRandomAccessPoint: true };
  }

  /** Frames up to this time were given by a decoder of another process: they are not given again. */
  skipUpTo(timestampMs: number): void {
    this.#newestFrameMs = timestampMs;
  }

  feed(outputs: readonly Output[]): void {
    for (const output of outputs) {
      this.#gop.add([output]);
      if (output.kind === 'init-segment') this.#begin(output);
      else if (output.kind === 'media-segment') this.#write(output);
    }
  }

  /** Frames for each second of video from now on, also from decoders that are started later: see {@link Decoder.setFrameRate}. */
  setFrameRate(rate: FrameRate): void {
    this.#frameRate = rate;
    if (this.#state.kind === 'running') this.#state.decoder.setFrameRate(rate);
  }

  /** Resolves when every frame of what was fed has been given to `onFrame`. */
  async finish(): Promise<void> {
    this.#retire();
    this.#state = { kind: 'finished' };
    await Promise.allSettled(this.#retiring.values());
  }

  /** Stops at once, also while {@link finish} waits. */
  async close(): Promise<void> {
    const finished = this.finish();
    await Promise.allSettled([...this.#retiring.keys()].map((decoder) => decoder.close()));
    await finished;
  }

  #begin(initSegment: InitSegment): void {
    this.#retire();
    this.#state = { kind: 'idle' };
    this.#initSegment = initSegment;
    this.#failures = 0;
    this.#launch(initSegment);
  }

  #launch(initSegment: InitSegment): void {
    const track = videoTrackOf(initSegment);
    if (track === undefined) return;
    const decoder: Decoder = this.#start(track, this.#newestFrameMs, {
      onFrame: (frame) => this.#pass(frame),
      onExit: (exit) => this.#exited(decoder, exit),
    });
    decoder.setFrameRate(this.#frameRate);
    decoder.write(initSegment);
    const join = this.#gop.segments;
    if (join.length > 0) decoder.write(inOne(join));
    this.#state = { kind: 'running', decoder, waitsForRandomAccessPoint: this.#gop.hasOverflowed };
  }

  #write(segment: MediaSegment): void {
    for (const { track, timestampMs } of segment.blocks) if (track.type === 'video') this.#share.came(timestampMs);
    if (this.#state.kind !== 'running') return;
    const { decoder, waitsForRandomAccessPoint } = this.#state;
    if (waitsForRandomAccessPoint && !segment.opensWithRandomAccessPoint) return this.#leaveOut(segment);
    const isBehind = decoder.write(segment) === 'full';
    if (isBehind) this.#leaveOut(segment);
    else this.#reportSkipped();
    if (isBehind !== waitsForRandomAccessPoint)
      this.#state = { kind: 'running', decoder, waitsForRandomAccessPoint: isBehind };
  }

  #leaveOut(segment: MediaSegment): void {
    this.#skipped += 1;
    this.#leaveOutFrames(segment.blocks.filter((block) => block.track.type === 'video').length);
  }

  #leaveOutFrames(frames: number): void {
    this.#skippedFrames += frames;
    this.#share.leftOut(frames);
  }

  #reportSkipped(): void {
    if (this.#skipped > 0) this.#events.onSkipped(this.#skipped);
    this.#skipped = 0;
  }

  #pass(frame: Frame): void {
    // A decoder that was restarted at the join point decodes frames again that an earlier one gave already.
    if (frame.timestampMs <= this.#newestFrameMs) return;
    this.#newestFrameMs = frame.timestampMs;
    this.#failures = 0;
    this.#events.onFrame(frame);
  }

  #exited(decoder: Decoder, exit: DecoderExit): void {
    if (exit.kind !== 'failed') return;
    this.#failures += 1;
    this.#events.onFailure(exit, this.#failures);
    if (this.#state.kind !== 'running' || this.#state.decoder !== decoder) return;
    const pauseMs = RESTART_PAUSES_MS[this.#failures - 1] ?? LONGEST_PAUSE_MS;
    this.#state = { kind: 'pausing', timer: setTimeout(() => this.#restart(), pauseMs) };
  }

  #restart(): void {
    this.#state = { kind: 'idle' };
    if (this.#initSegment !== undefined) this.#launch(this.#initSegment);
  }

  /** Lets the decoder of the moment finish what it has. */
  #retire(): void {
    if (this.#state.kind === 'pausing') clearTimeout(this.#state.timer);
    if (this.#state.kind !== 'running') return;
    const { decoder } = this.#state;
    this.#retiring.set(
      decoder,
      decoder.end().finally(() => this.#retiring.delete(decoder)),
    );
  }
}

/** So that a join point is taken whole, however many octets may wait otherwise. */
function inOne(segments: readonly MediaSegment[]): DecoderInput {
  return {
    kind: 'media-segment',
    octets: Buffer.concat(segments.map(({ octets }) => octets)),
    blocks: segments.flatMap(({ blocks }) => blocks),
  };
}
