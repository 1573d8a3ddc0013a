import { type FileHandle, open } from 'node:fs/promises';

/**
 * A file that only grows. Octets are written at a known place, so an append that failed half way and is tried again
 * overwrites its own beginning instead of doubling it.
 */
export class AppendFile {
  readonly path: string;
  #handle: FileHandle | undefined;
  #length = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Octets that are in the file for certain. */
  get length(): number {
    return this.#length;
  }

  /** Writes all of `octets` behind what is there. Nothing counts as appended unless everything is. */
  async append(octets: Uint8Array): Promise<void> {
    // Made anew the first time: a file of the same name is what an earlier try left behind.
    this.#handle ??= await open(this.path, this.#length === 0 ? 'w' : 'r+');
    let written = 0;
    while (written < octets.length) {
      const result = await this.#handle.write(octets, written, octets.length - written, this.#length + written);
      written += result.bytesWritten;
    }
    this.#length += octets.length;
  }

  /** Cuts off what a failed append may have left, puts everything on the disk, and closes. */
  async close(): Promise<void> {
    const handle = this.#handle;
    if (handle === undefined) return;
    this.#handle = undefined;
    try {
      await handle.truncate(this.#length);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
