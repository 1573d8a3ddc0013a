/**
 * Frames by a process of ffmpeg's own, so that a crash is contained.
 *
 * ```
 * write -> marked Blocks -> standard input -> [ ffmpeg ] -> standard output -> NUT reader -> onFrame
 *                                 |
 *                          standard error -> the tail of it, for the report of a failure
 * ```
 *
 * The state and when it changes:
 *
 * | state     | next      | when                                                       |
 * |-----------|-----------|------------------------------------------------------------|
 * | `open`    | `ending`  | `end`                                                      |
 * | `open`, `ending` | `killed` | `close`, a stall, output that is not what was asked for |
 * | any       | `gone`    | the process has ended and its output is read               |
 */
import type { Frame } from '../frames/frame.js';
import type {
  Decoder,
  DecoderEvents,
  DecoderExit,
  DecoderInput,
  DecoderOptions,
  FrameRate,
  WriteOutcome,
} from './decoder.js';
import { DEFAULT_MAX_PIXELS, DEFAULT_MAX_WAITING_OCTETS, DEFAULT_STALL_TIMEOUT_MS } from './decoder-defaults.js';
import { ffmpegArguments } from './ffmpeg-arguments.js';
import type { FfmpegBinary } from './ffmpeg-binary.js';
import { startFfmpegProcess, type FfmpegCommand, type FfmpegProcess, type ProcessOutcome } from './ffmpeg-process.js';
import { FramePacer } from './frame-pacer.js';
import { LineTail } from './line-tail.js';
import { MarkedBlocks } from './marked-blocks.js';
import { NutReader, type NutPicture } from './nut/nut-reader.js';
import { watchForStall, type StallWatch } from './stall-watch.js';

const RGB24_OCTETS_PER_PIXEL = 3;

/** {@link DecoderOptions}, and the ffmpeg to use: from `findFfmpeg`. */
export interface FfmpegDecoderOptions extends DecoderOptions {
  readonly binary: FfmpegBinary;
}

/** Starts one long-lived ffmpeg for one init segment and the media segments behind it. */
export function startFfmpegDecoder(options: FfmpegDecoderOptions, events: DecoderEvents): Decoder {
  return new FfmpegDecoder(options, events);
}

type KillReason = Extract<DecoderExit, { kind: 'closed' | 'failed' }>;

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'ending' }
  | { readonly kind: 'killed'; readonly why: (frames: number) => KillReason }
  | { readonly kind: 'gone' };

class FfmpegDecoder implements Decoder {
  readonly #options: FfmpegDecoderOptions;
  readonly #events: DecoderEvents;
  readonly #now: () => number;
  readonly #process: FfmpegProcess;
  readonly #reader: NutReader;
  readonly #pacer: FramePacer;
  readonly #stallWatch: StallWatch;
  readonly #stderr = new LineTail();
  readonly #gone: Promise<void>;
  #markGone: () => void = () => undefined;
  #state: State = { kind: 'open' };
  /** `undefined` until the init segment has come; and where it has no video. */
  #blocks: MarkedBlocks | undefined;
  #writes = 0;
  #frames = 0;

  constructor(options: FfmpegDecoderOptions, events: DecoderEvents) {
    const maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
    this.#options = options;
    this.#events = events;
    this.#now = options.now ?? (() => performance.now());
    this.#gone = new Promise((resolve) => (this.#markGone = resolve));
    this.#pacer = new FramePacer(options.maxFrameRate ?? 'every-frame', options.afterMs);
    this.#reader = new NutReader(
      RGB24_OCTETS_PER_PIXEL,
      Math.max(maxPixels, outputPixels(options)),
      options.takePixels,
    );
    this.#process = startFfmpegProcess(commandFor(options, maxPixels), {
      onOutput: (octets) => this.#read(octets),
      onInputTaken: () => this.#stallWatch.signOfLife(),
      onLine: (line) => this.#stderr.add(line),
      onEnd: (outcome) => this.#ended(outcome),
    });
    this.#stallWatch = watchForStall({
      timeoutMs: options.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS,
      isExpected: () => this.#state.kind === 'ending' || this.#process.waitingOctets > 0,
      onStall: (silentMs) =>
        this.#kill(this.#failure('stalled', `ffmpeg neither read nor wrote anything for ${silentMs} ms`)),
    });
  }

  get waitingOctets(): number {
    return this.#process.waitingOctets;
  }

  write(segment: DecoderInput): WriteOutcome {
    if (this.#state.kind !== 'open') return 'closed';
    const waiting = this.#process.waitingOctets;
    const limit = this.#options.maxWaitingOctets ?? DEFAULT_MAX_WAITING_OCTETS;
    // One segment always fits, however large, or a stream with a larger one could never be decoded. So does what comes
    // behind the init segment: it may be a whole join point.
    if (this.#writes > 1 && waiting > 0 && waiting + segment.octets.length > limit) return 'full';
    if (segment.kind === 'init-segment') this.#begin(segment);
    else for (const octets of this.#blocks?.write(segment.blocks) ?? []) this.#process.write(octets);
    this.#writes += 1;
    return 'taken';
  }

  setFrameRate(rate: FrameRate): void {
    const most = this.#options.maxFrameRate ?? 'every-frame';
    this.#pacer.setRate(asNumber(rate) < asNumber(most) ? rate : most);
  }

  dropWaiting(): number {
    return this.#process.dropWaiting();
  }

  end(): Promise<void> {
    if (this.#state.kind === 'open') {
      this.#state = { kind: 'ending' };
      this.#process.endInput();
    }
    return this.#gone;
  }

  close(): Promise<void> {
    this.#kill((frames) => ({ kind: 'closed', frames }));
    return this.#gone;
  }

  #begin(init: Extract<DecoderInput, { readonly kind: 'init-segment' }>): void {
    this.#blocks = MarkedBlocks.behind(init, (timestampMs) => this.#pacer.admits(timestampMs));
    this.#process.write(init.octets);
  }

  #read(octets: Uint8Array): void {
    this.#stallWatch.signOfLife();
    if (this.#state.kind !== 'open' && this.#state.kind !== 'ending') return;
    const read = this.#reader.push(octets);
    if (read.kind === 'malformed')
      this.#kill(this.#failure('bad-output', `ffmpeg's output cannot be read: ${read.reason}`));
    else for (const picture of read.pictures) this.#give(picture);
  }

  #give(picture: NutPicture): void {
    const { width, height, pixels } = picture;
    const timestampMs = this.#blocks?.timestampMs(picture.timestampMs) ?? picture.timestampMs;
    const source = this.#options.sourceSize ?? { width, height };
    const frame: Frame = { timestampMs, width, height, pixels, source, decodedAtMs: this.#now() };
    this.#frames += 1;
    this.#events.onFrame(frame);
  }

  #kill(why: (frames: number) => KillReason): void {
    if (this.#state.kind !== 'open' && this.#state.kind !== 'ending') return;
    this.#state = { kind: 'killed', why };
    this.#process.kill();
  }

  #ended(outcome: ProcessOutcome): void {
    const state = this.#state;
    if (state.kind === 'gone') return;
    this.#state = { kind: 'gone' };
    this.#stallWatch.stop();
    this.#events.onExit(
      state.kind === 'killed' ? state.why(this.#frames) : this.#exitByItself(state.kind === 'ending', outcome),
    );
    this.#markGone();
  }

  #exitByItself(wasAsked: boolean, outcome: ProcessOutcome): DecoderExit {
    const frames = this.#frames;
    if (outcome.kind === 'not-started')
      return this.#failure('start-failed', `ffmpeg could not be started: ${outcome.message}`)(frames);
    const reason = this.#stderr.lines.at(-1) ?? (outcome.kind === 'failed' ? outcome.message : 'it gave no reason');
    // The first write is the init segment: without media behind it there is nothing to decode.
    const hadMedia = this.#writes > 1;
    if (hadMedia && frames === 0) return this.#failure('no-frames', `ffmpeg gave no frame: ${reason}`)(frames);
    if (!wasAsked) return this.#failure('died', `ffmpeg ended by itself: ${reason}`)(frames);
    if (hadMedia && outcome.kind === 'failed') return this.#failure('died', `ffmpeg failed: ${reason}`)(frames);
    return { kind: 'ended', frames };
  }

  #failure(code: Extract<DecoderExit, { kind: 'failed' }>['code'], message: string): (frames: number) => KillReason {
    return (frames) => ({ kind: 'failed', frames, code, message, stderrTail: this.#stderr.lines });
  }
}

function commandFor(options: FfmpegDecoderOptions, maxPixels: number): FfmpegCommand {
  const { path, major: ffmpegMajor } = options.binary;
  const args = ffmpegArguments({
    ffmpegMajor,
    outputSize: options.outputSize,
    maxPixels,
  });
  return { path, ffmpegMajor, maxPixels, args };
}

function asNumber(rate: FrameRate): number {
  return rate === 'every-frame' ? Number.POSITIVE_INFINITY : rate;
}

function outputPixels(options: DecoderOptions): number {
  return options.outputSize === undefined ? 0 : options.outputSize.width * options.outputSize.height;
}
