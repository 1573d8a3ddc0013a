import { ClientError } from '../client-error.js';
import type { CaptureHost } from './capture-host.js';
import type { Recording, RecordingOptions } from './recording.js';
import type { StillSource } from './still-source.js';

/**
 * Takes pictures of a camera where nothing records it: each chunk is one JPEG, about as often as chunks of a recording
 * would come. There is no sound.
 */
export function startStills(
  stream: MediaStream,
  options: Pick<RecordingOptions, 'onChunk' | 'onError' | 'timesliceMs'>,
  host: Pick<CaptureHost, 'openStillSource' | 'now'>,
): Recording {
  return new RunningStills(host.openStillSource(stream), options, host);
}

class RunningStills implements Recording {
  readonly mimeType = 'image/jpeg';
  readonly keyframeInterval = 'not-needed';
  readonly timesliceMs: number;
  readonly #source: StillSource;
  readonly #options: Pick<RecordingOptions, 'onChunk' | 'onError'>;
  readonly #now: () => number;
  readonly #timer: ReturnType<typeof setInterval>;
  #startedAtMs: number | undefined;
  /** One picture at a time: a slow device sends fewer instead of ever later ones. */
  #taking: Promise<void> | undefined;

  constructor(
    source: StillSource,
    options: Pick<RecordingOptions, 'onChunk' | 'onError' | 'timesliceMs'>,
    host: Pick<CaptureHost, 'now'>,
  ) {
    this.#source = source;
    this.#options = options;
    this.#now = () => host.now();
    this.timesliceMs = options.timesliceMs ?? 250;
    this.#timer = setInterval(() => {
      this.#taking ??= this.#take().finally(() => (this.#taking = undefined));
    }, this.timesliceMs);
  }

  get startedAtMs(): number {
    return this.#startedAtMs ?? this.#now();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#taking;
    this.#source.close();
  }

  async #take(): Promise<void> {
    const captureTimeMs = this.#now();
    try {
      const blob = await this.#source.take();
      if (blob === undefined || blob.size === 0) return;
      const octets = new Uint8Array(await blob.arrayBuffer());
      this.#startedAtMs ??= captureTimeMs;
      this.#options.onChunk({ octets, captureTimeMs });
    } catch (error) {
      clearInterval(this.#timer);
      this.#options.onError?.(new ClientError('recorder-failed', { cause: error }));
    }
  }
}
