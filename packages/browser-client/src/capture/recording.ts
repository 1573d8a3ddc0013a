import { ClientError } from '../client-error.js';
import { browserCaptureHost, type CaptureHost } from './capture-host.js';
import { requestKeyframeInterval } from './keyframe-interval.js';
import { chooseMimeType, preferredMimeTypes } from './mime-type.js';

/** One chunk as `ondataavailable` delivered it, never empty. The receiver owns the octets. */
export interface RecordedChunk {
  readonly octets: Uint8Array<ArrayBuffer>;
  /** When the browser delivered it, in ms since the epoch. */
  readonly captureTimeMs: number;
}

/** How to record, and where the chunks go. */
export interface RecordingOptions {
  /** Gets each chunk, in order. */
  readonly onChunk: (chunk: RecordedChunk) => void;
  /** Told once, when the browser breaks the recording off: `recorder-failed`. */
  readonly onError?: (error: ClientError) => void;
  /**
   * How often a chunk is delivered, in ms. The browser rounds it up when it has nothing to deliver.
   *
   * @defaultValue 250
   */
  readonly timesliceMs?: number;
  /**
   * Longest time between two keyframes, in ms. Browsers that do not know the option choose for themselves, 3 to 10 s.
   *
   * @defaultValue 1000
   */
  readonly keyframeIntervalMs?: number;
  /**
   * Types to try, best first.
   *
   * @defaultValue {@link preferredMimeTypes}
   */
  readonly mimeTypes?: readonly string[];
  /**
   * @defaultValue the browser's choice
   */
  readonly videoBitsPerSecond?: number;
}

/** A recording that runs. */
export interface Recording {
  /** What is recorded, for example `video/webm;codecs=vp8,opus`; `image/jpeg` where each chunk is a picture. */
  readonly mimeType: string;
  readonly timesliceMs: number;
  /**
   * `asked`: the browser knows the option and was asked. `unknown-to-browser`: keyframes come when it likes.
   * `not-needed`: each chunk is a picture.
   */
  readonly keyframeInterval: 'asked' | 'unknown-to-browser' | 'not-needed';
  /** When timestamp 0 of the recording was, in ms since the epoch, as closely as the browser tells. */
  readonly startedAtMs: number;
  /** Ends the recording. Resolves when the last chunk has been handed to `onChunk`. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Records a stream into chunks.
 *
 * @throws {@link ClientError} `recorder-missing`, `mime-unsupported` or `recorder-failed`
 */
export function startRecording(
  stream: MediaStream,
  options: RecordingOptions,
  host: CaptureHost = browserCaptureHost(),
): Recording {
  const Recorder = host.MediaRecorder;
  if (Recorder === undefined) throw new ClientError('recorder-missing');
  const candidates = options.mimeTypes ?? preferredMimeTypes(stream.getAudioTracks().length > 0);
  const mimeType = chooseMimeType(candidates, (candidate) => Recorder.isTypeSupported(candidate));
  const { videoBitsPerSecond } = options;
  const request = requestKeyframeInterval(
    { mimeType, ...(videoBitsPerSecond === undefined ? {} : { videoBitsPerSecond }) },
    options.keyframeIntervalMs ?? 1000,
  );
  try {
    const recorder = new Recorder(stream, request.options);
    return new RunningRecording(recorder, mimeType, request.wasRead() ? 'asked' : 'unknown-to-browser', options, host);
  } catch (error) {
    throw new ClientError('recorder-failed', { cause: error });
  }
}

class RunningRecording implements Recording {
  readonly timesliceMs: number;
  readonly #stopped: Promise<void>;
  #startedAtMs: number;
  /** Blobs are read asynchronously; this chain keeps the chunks in order. */
  #delivered: Promise<void> = Promise.resolve();

  constructor(
    readonly recorder: MediaRecorder,
    readonly chosenMimeType: string,
    readonly keyframeInterval: Recording['keyframeInterval'],
    readonly options: RecordingOptions,
    readonly host: CaptureHost,
  ) {
    this.timesliceMs = options.timesliceMs ?? 250;
    recorder.ondataavailable = (event) => this.#deliver(event.data);
    recorder.onstart = () => (this.#startedAtMs = host.now());
    recorder.onerror = (event) => options.onError?.(new ClientError('recorder-failed', { cause: event }));
    this.#stopped = new Promise((resolve) => (recorder.onstop = () => resolve()));
    this.#startedAtMs = host.now();
    recorder.start(this.timesliceMs);
  }

  /** The recorder knows best, but some leave it empty until they have started. */
  get mimeType(): string {
    return this.recorder.mimeType || this.chosenMimeType;
  }

  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  async stop(): Promise<void> {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    await this.#stopped;
    await this.#delivered;
  }

  #deliver(blob: Blob): void {
    // Safari delivers empty Blobs; they carry nothing and would only use up sequence numbers.
    if (blob.size === 0) return;
    const captureTimeMs = this.host.now();
    this.#delivered = this.#delivered.then(async () => {
      this.options.onChunk({ octets: new Uint8Array(await blob.arrayBuffer()), captureTimeMs });
    });
  }
}
