import { access, constants } from 'node:fs/promises';
import type { FfmpegBinary } from './decode/index.js';
import type { DetectorPool } from './detect/index.js';
import type { Readiness } from './http/index.js';

/** Looks at ffmpeg and the detectors each time somebody asks. */
export class ServerReadiness implements Readiness {
  isDraining = false;
  readonly #ffmpeg: Pick<FfmpegBinary, 'path'>;
  readonly #pool: Pick<DetectorPool, 'isReady'>;

  constructor(ffmpeg: Pick<FfmpegBinary, 'path'>, pool: Pick<DetectorPool, 'isReady'>) {
    this.#ffmpeg = ffmpeg;
    this.#pool = pool;
  }

  /** Somebody may have taken it away since it was found. */
  async isDecoderReady(): Promise<boolean> {
    return access(this.#ffmpeg.path, constants.X_OK).then(
      () => true,
      () => false,
    );
  }

  async isDetectorReady(): Promise<boolean> {
    return this.#pool.isReady;
  }
}
