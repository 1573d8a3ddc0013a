import type { RecordFile } from './record-file.js';
import type { OrderedWriter } from './ordered-writer.js';

/** Lines that may wait for the disk before new ones are left out. */
const MAX_WAITING_LINES = 4096;

/**
 * Appends objects to a file as NDJSON. Lines that come while the disk is busy go out together in one write.
 */
export class LineLog {
  readonly #writer: OrderedWriter;
  readonly #file: RecordFile;
  #waiting: string[] = [];
  #scheduled = false;
  #leftOut = 0;

  constructor(writer: OrderedWriter, file: RecordFile) {
    this.#writer = writer;
    this.#file = file;
  }

  /** Lines that were left out because the disk did not keep up. */
  get leftOut(): number {
    return this.#leftOut;
  }

  append(line: object): void {
    if (this.#waiting.length >= MAX_WAITING_LINES) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting.push(JSON.stringify(line));
    if (!this.#scheduled) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled = true;
    let octets: Uint8Array | undefined;
    const flush = async (): Promise<void> => {
      // Taken once and kept for the next try: a failed append has appended nothing.
      octets ??= this.#takeWaiting();
      await this.#file.append(octets);
    };
    // Nobody waits for a line: when the writer is given up, so are its lines.
    this.#writer.add(flush).catch(() => undefined);
  }

  #takeWaiting(): Uint8Array {
    const text = this.#waiting.map((line) => `${line}\n`).join('');
    this.#waiting = [];
    this.#scheduled = false;
    return new TextEncoder().encode(text);
  }
}
