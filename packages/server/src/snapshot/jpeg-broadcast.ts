/** Who sees a picture after another. */
export interface JpegReader {
  /** Takes the picture, or leaves it out when it has not taken the one before. */
  offer(jpeg: Uint8Array): void;
  end(): void;
}

/**
 * Shows the newest picture to all who look: drawn once for all of them, one at a time, and only while somebody looks. What
 * comes while one is being drawn is passed over, but for the newest.
 */
export class JpegBroadcast {
  readonly #render: () => Promise<Uint8Array | undefined>;
  readonly #readers = new Set<JpegReader>();
  #state: 'idle' | 'drawing' | 'drawing-and-stale' = 'idle';

  /** @param render draws the newest picture; `undefined` where there is none */
  constructor(render: () => Promise<Uint8Array | undefined>) {
    this.#render = render;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** @returns takes the reader out again */
  add(reader: JpegReader): () => void {
    this.#readers.add(reader);
    this.pictureChanged();
    return () => void this.#readers.delete(reader);
  }

  /** There is a newer picture. */
  pictureChanged(): void {
    if (this.#readers.size === 0) return;
    if (this.#state === 'idle') void this.#draw();
    else this.#state = 'drawing-and-stale';
  }

  end(): void {
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  async #draw(): Promise<void> {
    this.#state = 'drawing';
    // A picture that cannot be drawn is left out; the next may be another.
    const jpeg = await this.#render().catch(() => undefined);
    if (jpeg !== undefined) for (const reader of this.#readers) reader.offer(jpeg);
    const isStale = this.#isStale();
    this.#state = 'idle';
    if (isStale) this.pictureChanged();
  }

  #isStale(): boolean {
    return this.#state === 'drawing-and-stale';
  }
}
