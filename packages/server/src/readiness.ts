import type { FoundDecoder } from './decode/index.js';
import type { DetectorPool } from './detect/index.js';
import type { Readiness } from './http/index.js';

/** Looks at the decoder and the detectors each time somebody asks. */
export class ServerReadiness implements Readiness {
  isDraining = false;
  readonly #decoder: Pick<FoundDecoder, 'isReady'>;
  readonly #pool: Pick<DetectorPool, 'isReady'>;

  constructor(decoder: Pick<FoundDecoder, 'isReady'>, pool: Pick<DetectorPool, 'isReady'>) {
    this.#decoder = decoder;
    this.#pool = pool;
  }

  async isDecoderReady(): Promise<boolean> {
    return this.#decoder.isReady();
  }

  async isDetectorReady(): Promise<boolean> {
    return this.#pool.isReady;
  }
}
