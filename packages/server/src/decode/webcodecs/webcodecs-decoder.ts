/**
 * Frames by WebCodecs, which are FFmpeg's decoders inside Node, in a process of its own for each init segment: the
 * package's native part has crashed in tests (a segmentation fault in about every second run of them, in threads of one
 * process), and a crash must end nothing but itself.
 *
 * | state     | next      | when                                                        |
 * |-----------|-----------|-------------------------------------------------------------|
 * | `open`    | `ending`  | `end`                                                       |
 * | `open`, `ending` | `over` | the worker has ended or failed, `close`, a stall          |
 * | any       | `gone`    | the process has exited                                      |
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MAX_PIXELS, DEFAULT_MAX_WAITING_OCTETS, DEFAULT_STALL_TIMEOUT_MS } from '../decoder-defaults.js';
import type {
  Decoder,
  DecoderEvents,
  DecoderExit,
  DecoderFailure,
  DecoderInput,
  DecoderOptions,
  FrameRate,
  WriteOutcome,
} from '../decoder.js';
import { type StallWatch, watchForStall } from '../stall-watch.js';
import { codedBlocks, codedTrack } from './coded-track.js';
import type { FromWorker, ToWorker, WorkerTask } from './worker-messages.js';

/** Starts a process for one init segment and the media segments behind it. */
export function startWebcodecsDecoder(options: DecoderOptions, events: DecoderEvents): Decoder {
  return new WebcodecsDecoder(options, events);
}

/** Segments that were posted and not taken in, at most: enough that the process never waits for one. */
const MAX_IN_WORKER = 8;

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'ending' }
  | { readonly kind: 'over'; readonly exit: DecoderExit }
  | { readonly kind: 'gone' };

class WebcodecsDecoder implements Decoder {
  readonly #options: DecoderOptions;
  readonly #events: DecoderEvents;
  readonly #now: () => number;
  readonly #worker: ChildProcess;
  readonly #stallWatch: StallWatch;
  readonly #gone: Promise<void>;
  #markGone: () => void = () => undefined;
  #state: State = { kind: 'open' };
  #trackNumber: number | undefined;
  #waitingOctets = 0;
  /** What is posted as soon as the process has taken in enough of what was posted before. */
  readonly #queue: (ToWorker & { readonly octets: number })[] = [];
  #inWorker = 0;
  #writes = 0;
  #frames = 0;

  constructor(options: DecoderOptions, events: DecoderEvents) {
    this.#options = options;
    this.#events = events;
    this.#now = options.now ?? (() => performance.now());
    this.#gone = new Promise((resolve) => (this.#markGone = resolve));
    const program = fileURLToPath(new URL('./webcodecs-worker.js', import.meta.url));
    this.#worker = fork(program, [JSON.stringify(taskFor(options))], {
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#worker.on('message', (message) => this.#hear(asFromWorker(message)));
    this.#worker.on('error', (error) => this.#fail('died', String(error)));
    this.#worker.on('exit', (code, signal) => this.#exited(signal ?? `code ${String(code)}`));
    this.#stallWatch = watchForStall({
      timeoutMs: options.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS,
      isExpected: () => this.#state.kind === 'ending' || this.#waitingOctets > 0,
      onStall: (silentMs) => this.#fail('stalled', `the decoder took and gave nothing for ${silentMs} ms`),
    });
  }

  get waitingOctets(): number {
    return this.#waitingOctets;
  }

  write(segment: DecoderInput): WriteOutcome {
    if (this.#state.kind !== 'open') return 'closed';
    const octets = segment.octets.length;
    const limit = this.#options.maxWaitingOctets ?? DEFAULT_MAX_WAITING_OCTETS;
    if (this.#writes > 1 && this.#waitingOctets > 0 && this.#waitingOctets + octets > limit) return 'full';
    this.#queue.push(segment.kind === 'init-segment' ? this.#track(segment, octets) : this.#blocks(segment, octets));
    this.#waitingOctets += octets;
    this.#writes += 1;
    this.#postQueued();
    return 'taken';
  }

  dropWaiting(): number {
    const dropped = this.#queue.splice(0);
    for (const { octets } of dropped) this.#waitingOctets -= octets;
    return dropped.reduce((sum, message) => sum + (message.kind === 'blocks' ? message.blocks.length : 0), 0);
  }

  setFrameRate(rate: FrameRate): void {
    const most = this.#options.maxFrameRate ?? 'every-frame';
    const isFaster = most !== 'every-frame' && (rate === 'every-frame' || rate > most);
    if (this.#state.kind === 'open') this.#post({ kind: 'frame-rate', rate: isFaster ? most : rate });
  }

  end(): Promise<void> {
    if (this.#state.kind === 'open') {
      this.#state = { kind: 'ending' };
      // Behind everything that was written.
      for (const message of this.#queue.splice(0)) this.#post(message);
      this.#post({ kind: 'end' });
    }
    return this.#gone;
  }

  close(): Promise<void> {
    this.#finish({ kind: 'closed', frames: this.#frames });
    return this.#gone;
  }

  #track({ tracks }: Extract<DecoderInput, { readonly kind: 'init-segment' }>, octets: number) {
    const track = codedTrack(tracks);
    this.#trackNumber = track?.number;
    return { kind: 'track', track, octets } as const;
  }

  #blocks({ blocks }: Extract<DecoderInput, { readonly kind: 'media-segment' }>, octets: number) {
    return { kind: 'blocks', blocks: codedBlocks(blocks, this.#trackNumber), octets } as const;
  }

  #postQueued(): void {
    while (this.#inWorker < MAX_IN_WORKER) {
      const message = this.#queue.shift();
      if (message === undefined) return;
      this.#inWorker += 1;
      this.#post(message);
    }
  }

  #post(message: ToWorker): void {
    // What cannot be sent any more is told by the exit that follows.
    this.#worker.send(message, () => undefined);
  }

  #hear(message: FromWorker): void {
    if (this.#state.kind === 'over' || this.#state.kind === 'gone') return;
    this.#stallWatch.signOfLife();
    switch (message.kind) {
      case 'taken':
        this.#waitingOctets -= message.octets;
        this.#inWorker -= 1;
        return this.#postQueued();
      case 'frame':
        return this.#give(message);
      case 'failed':
        return this.#fail(message.code, message.message);
      case 'ended':
        return this.#ended();
      default:
        return message satisfies never;
    }
  }

  #give({ timestampMs, size, pixels }: Extract<FromWorker, { readonly kind: 'frame' }>): void {
    this.#frames += 1;
    const source = this.#options.sourceSize ?? size;
    // A buffer of its own, which can be handed on to another thread whole: what was received lies within a message.
    const own = this.#options.takePixels?.(pixels.length) ?? new Uint8Array(pixels.length);
    own.set(pixels);
    this.#events.onFrame({ timestampMs, ...size, pixels: own, source, decodedAtMs: this.#now() });
  }

  #ended(): void {
    // The first write is the init segment: without media behind it there is nothing to decode.
    if (this.#frames === 0 && this.#writes > 1) this.#fail('no-frames', 'nothing to decode was found');
    else this.#finish({ kind: 'ended', frames: this.#frames });
  }

  #fail(code: DecoderFailure, message: string): void {
    const frames = this.#frames;
    const failure = code === 'died' && frames === 0 ? 'no-frames' : code;
    this.#finish({ kind: 'failed', frames, code: failure, message: `WebCodecs: ${message}`, stderrTail: [] });
  }

  #finish(exit: DecoderExit): void {
    if (this.#state.kind === 'over' || this.#state.kind === 'gone') return;
    this.#state = { kind: 'over', exit };
    this.#stallWatch.stop();
    // Everything that it had to say has been heard, or is not wanted.
    this.#worker.kill('SIGKILL');
  }

  #exited(how: string): void {
    if (this.#state.kind === 'open' || this.#state.kind === 'ending')
      this.#fail('died', `its process ended by itself with ${how}`);
    const exit = this.#state.kind === 'over' ? this.#state.exit : undefined;
    this.#state = { kind: 'gone' };
    if (exit !== undefined) this.#events.onExit(exit);
    this.#markGone();
  }
}

function taskFor({ maxFrameRate, afterMs, outputSize, maxPixels }: DecoderOptions): WorkerTask {
  const limit = maxPixels ?? DEFAULT_MAX_PIXELS;
  // It goes there as JSON, which has no infinity.
  const lastKnownMs = Number.isFinite(afterMs) ? afterMs : undefined;
  return { maxFrameRate: maxFrameRate ?? 'every-frame', afterMs: lastKnownMs, outputSize, maxPixels: limit };
}

/** Boundary: what the worker posts is typed on its side. */
function asFromWorker(message: unknown): FromWorker {
  return message as FromWorker;
}
