/** Calls when nothing has happened for a time. */
export class IdleTimer {
  readonly #timer: NodeJS.Timeout;
  #isStopped = false;

  constructor(timeoutMs: number, onIdle: () => void) {
    this.#timer = setTimeout(onIdle, timeoutMs);
  }

  /** Something has happened: the time begins anew, also when it was over before. */
  touch(): void {
    if (!this.#isStopped) this.#timer.refresh();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}
