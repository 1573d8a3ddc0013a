/** Where a stream stands: which chunk comes next, up to which its recording holds them, and which would be behind the last. */
export class ChunkNumbers {
  #next = 0;
  #recorded = -1;
  #end: number | undefined;

  get next(): number {
    return this.#next;
  }

  /** The newest chunk that the recording holds, or never will; -1 where there is none. */
  get recorded(): number {
    return this.#recorded;
  }

  /** The number behind the last one, where the publisher has said which that was. */
  get end(): number | undefined {
    return this.#end;
  }

  /** A chunk has come: its number. */
  take(): number {
    const sequence = this.#next;
    this.#next += 1;
    return sequence;
  }

  /** Chunks up to `last` will never come: the first of them, or `undefined` where all of them have come. */
  lose(last: number): number | undefined {
    const first = this.#next;
    if (last < first) return undefined;
    this.#next = last + 1;
    return first;
  }

  /** The recording holds the chunks up to this one. */
  hold(sequence: number): void {
    this.#recorded = sequence;
  }

  /** Another process took and recorded the chunks up to this one. */
  goOnBehind(sequence: number): void {
    this.#recorded = sequence;
    this.#next = sequence + 1;
  }

  /** All chunks have come. */
  close(): void {
    this.#end = this.#next;
  }
}
