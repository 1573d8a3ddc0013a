const MAX_LINES = 20;
const MAX_LINE_LENGTH = 500;

/** The last lines of a log, so that a process that talks for ever costs no memory. */
export class LineTail {
  readonly #lines: string[] = [];

  /** The last lines, oldest first. */
  get lines(): readonly string[] {
    return [...this.#lines];
  }

  /** Adds a line; an empty one is left out, a long one is cut. */
  add(line: string): void {
    if (line.trim() === '') return;
    this.#lines.push(line.slice(0, MAX_LINE_LENGTH));
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }
}
