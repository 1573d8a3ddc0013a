import { type FileHandle, open } from 'node:fs/promises';
import { ENTRY_HEADER_OCTETS, type JournalEntry, readEntry } from './journal-entry.js';

/** How much is read at once. */
const WINDOW_OCTETS = 1024 * 1024;

/**
 * What a journal ends with. `torn`: the process died while it wrote the last entry, which nobody has heard an
 * acknowledgement of. `damaged`: octets that are not what was written, so the disk lost some.
 */
export type JournalTail = { readonly kind: 'whole' } | { readonly kind: 'torn' | 'damaged'; readonly octets: number };

/** What the next step through a journal comes to. */
export type JournalStep =
  | { readonly kind: 'entry'; readonly entry: JournalEntry }
  /** `at`: octets of the file up to the end of the last whole entry. */
  | { readonly kind: 'end'; readonly at: number; readonly tail: JournalTail };

/** Goes through a journal from its beginning, holding one window of it. */
export class JournalReader {
  readonly #handle: FileHandle;
  readonly #fileOctets: number;
  #window = new Uint8Array(0);
  /** Place in the file at which the window begins. */
  #windowAt = 0;
  #at = 0;

  private constructor(handle: FileHandle, fileOctets: number) {
    this.#handle = handle;
    this.#fileOctets = fileOctets;
  }

  /** @throws the error of the file system */
  static async open(path: string): Promise<JournalReader> {
    const handle = await open(path, 'r');
    return new JournalReader(handle, (await handle.stat()).size);
  }

  async next(): Promise<JournalStep> {
    for (;;) {
      const read = readEntry(this.#window, this.#at - this.#windowAt);
      if (read.kind === 'entry') {
        this.#at += read.octets;
        return { kind: 'entry', entry: read.entry };
      }
      if (read.kind === 'damaged') return this.#end('damaged');
      if (this.#at + read.octets > this.#fileOctets) return this.#end(this.#isLikelyTorn() ? 'torn' : 'damaged');
      await this.#readFrom(this.#at, Math.max(WINDOW_OCTETS, read.octets));
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #end(kind: 'torn' | 'damaged'): JournalStep {
    const octets = this.#fileOctets - this.#at;
    return { kind: 'end', at: this.#at, tail: octets === 0 ? { kind: 'whole' } : { kind, octets } };
  }

  /** An entry is written from its beginning on: a header of zeros is a place that a disk never filled. */
  #isLikelyTorn(): boolean {
    const start = this.#at - this.#windowAt;
    const header = this.#window.subarray(start, start + ENTRY_HEADER_OCTETS);
    return header.length < ENTRY_HEADER_OCTETS || header.some((octet) => octet !== 0);
  }

  /** A window is never reused: chunks are views of it, and the reassembler holds on to them. */
  async #readFrom(position: number, octets: number): Promise<void> {
    const length = Math.min(octets, this.#fileOctets - position);
    const window = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(window, filled, length - filled, position + filled);
      if (bytesRead === 0) throw new Error('the journal became shorter while it was read');
      filled += bytesRead;
    }
    this.#window = window;
    this.#windowAt = position;
  }
}
