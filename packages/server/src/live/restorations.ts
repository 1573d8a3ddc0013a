/**
 * Restores the streams that an earlier process left, one at a time, so that the server answers meanwhile. A stream
 * whose publisher is back already is the next to be restored.
 */
export class Restorations {
  readonly #restore: (id: string) => Promise<void>;
  readonly #waiting: string[];
  readonly #pending = new Map<string, { readonly done: Promise<void>; readonly resolve: () => void }>();
  #isStopped = false;

  constructor(ids: readonly string[], restore: (id: string) => Promise<void>) {
    this.#restore = restore;
    this.#waiting = [...ids];
    for (const id of ids) {
      let resolve = (): void => undefined;
      const done = new Promise<void>((resolveDone) => (resolve = resolveDone));
      this.#pending.set(id, { done, resolve });
    }
  }

  /** The streams that are still to be restored. */
  get ids(): readonly string[] {
    return [...this.#pending.keys()];
  }

  /** Whether the stream is still to be restored. */
  has(id: string): boolean {
    return this.#pending.has(id);
  }

  /** Resolves when the stream is restored, or could not be; at once where it is none of those. */
  async of(id: string): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const place = this.#waiting.indexOf(id);
    if (place > 0) this.#waiting.unshift(...this.#waiting.splice(place, 1));
    await pending.done;
  }

  /** Resolves when all are done. */
  async run(): Promise<void> {
    for (let id = this.#waiting.shift(); id !== undefined; id = this.#waiting.shift()) {
      if (!this.#isStopped) await this.#restore(id);
      this.#pending.get(id)?.resolve();
      this.#pending.delete(id);
    }
  }

  /** Begins none of those that are left. */
  stop(): void {
    this.#isStopped = true;
  }
}
