/** A Ctrl-C reaches a process under npm twice: from the terminal, and forwarded by npm. */
const ECHO_MS = 1000;

/** The signals that ask a server to stop, once each time somebody means it. */
export class StopSignals {
  #listener: ((signal: NodeJS.Signals) => void) | undefined;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  constructor() {
    process.on('SIGTERM', this.#hear);
    process.on('SIGINT', this.#hear);
  }

  /** Resolves at the next signal that is no echo of the one before. */
  async next(): Promise<NodeJS.Signals> {
    return new Promise((resolve) => {
      this.#listener = resolve;
    });
  }

  /** Leaves the signals to their defaults again. */
  close(): void {
    process.off('SIGTERM', this.#hear);
    process.off('SIGINT', this.#hear);
  }

  readonly #hear = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    const isEcho = nowMs - this.#lastAtMs < ECHO_MS;
    this.#lastAtMs = nowMs;
    if (!isEcho) this.#listener?.(signal);
  };
}
