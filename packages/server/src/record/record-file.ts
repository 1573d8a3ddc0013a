import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ignore } from '../system-error.js';

/** Octets that belong at one place of one file. Writing them twice comes to the same as writing them once. */
export interface FileWrite {
  readonly file: RecordFile;
  readonly position: number;
  readonly octets: Uint8Array;
}

/** How much is copied at once where a file has to be made anew. */
const COPY_OCTETS = 1024 * 1024;

/**
 * A file of a stream. Everything is written at a known place, so a write that failed half way can be done again, and
 * one that another process did before can be done over.
 *
 * After a failure the file is opened anew by its path, because a disk that comes back is another disk to the system. A
 * file that somebody deleted is made again from what the open handle still holds.
 */
export class RecordFile {
  readonly path: string;
  #handle: FileHandle | undefined;
  #mustReopen = false;
  #placed: number;
  #written: number;
  #isSynced = true;

  /** @param octets what the file has already, from an earlier process */
  constructor(path: string, octets = 0) {
    this.path = path;
    this.#placed = octets;
    this.#written = octets;
  }

  /** Octets that have a place in the file, written or not. */
  get placedOctets(): number {
    return this.#placed;
  }

  /** What an earlier process left is good up to here; what comes next comes behind it. */
  goOnAt(octets: number): void {
    this.#placed = octets;
    this.#written = octets;
  }

  /** Gives `octets` the place behind everything that has one. */
  place(octets: Uint8Array): FileWrite {
    return this.placeAt(this.#placed, octets);
  }

  /** Gives `octets` a place of the caller's choice. */
  placeAt(position: number, octets: Uint8Array): FileWrite {
    this.#placed = Math.max(this.#placed, position + octets.length);
    return { file: this, position, octets };
  }

  /** @throws the error of the file system; the same write may be tried again */
  async write(position: number, octets: Uint8Array): Promise<void> {
    await this.#attempt(async (handle) => {
      let done = 0;
      while (done < octets.length) {
        const { bytesWritten } = await handle.write(octets, done, octets.length - done, position + done);
        done += bytesWritten;
      }
      this.#written = Math.max(this.#written, position + octets.length);
      this.#isSynced = false;
    });
  }

  /** Writes behind what has been written. */
  async append(octets: Uint8Array): Promise<void> {
    await this.write(this.#written, octets);
  }

  /** @throws Error where the file was deleted under us; the next write makes it again */
  async checkPresent(): Promise<void> {
    if (this.#handle === undefined) return;
    await this.#attempt(async (handle) => {
      if ((await handle.stat()).nlink === 0) throw new Error(`${this.path} was deleted while it was written`);
    });
  }

  /** Waits until the disk says that it holds what was written. */
  async sync(): Promise<void> {
    if (this.#isSynced) return;
    await this.#attempt(async (handle) => {
      this.#isSynced = true;
      await handle.datasync().catch((thrown: unknown) => {
        this.#isSynced = false;
        throw thrown;
      });
    });
  }

  /** Cuts off what stands behind everything that was written: what a failed write or an earlier process left. */
  async truncate(): Promise<void> {
    // Nothing belongs into it: it is not made for that, but an earlier process may have.
    if (this.#handle === undefined && this.#written === 0) return truncate(this.path, 0).catch(ignore('ENOENT'));
    await this.#attempt((handle) => handle.truncate(this.#written));
  }

  /** Cuts off what is left over, puts the rest on the disk where `syncs`, and closes. */
  async close(syncs: boolean): Promise<void> {
    await this.checkPresent();
    await this.truncate();
    if (syncs) await this.sync();
    await this.abandon();
  }

  /** Closes as it is. */
  async abandon(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async #attempt(work: (handle: FileHandle) => Promise<void>): Promise<void> {
    try {
      if (this.#handle === undefined || this.#mustReopen) this.#handle = await this.#reopened();
      this.#mustReopen = false;
      await work(this.#handle);
    } catch (thrown) {
      this.#mustReopen = true;
      throw thrown;
    }
  }

  async #reopened(): Promise<FileHandle> {
    const old = this.#handle;
    // Only the stream's own directory: where more is missing, the disk is not there, and its files are not to land elsewhere.
    await mkdir(dirname(this.path)).catch(ignore('EEXIST'));
    const handle = await open(this.path, constants.O_RDWR | constants.O_CREAT);
    try {
      const { size } = await handle.stat();
      if (size < this.#written) await copyInto(handle, old, size, this.#written, this.path);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
    await old?.close().catch(() => undefined);
    return handle;
  }
}

async function copyInto(
  to: FileHandle,
  from: FileHandle | undefined,
  start: number,
  end: number,
  path: string,
): Promise<void> {
  if (from === undefined) throw new Error(`${path} has ${start} octets, and ${end} were written to it`);
  for (let at = start; at < end;) {
    const { buffer, bytesRead } = await from.read(Buffer.alloc(Math.min(COPY_OCTETS, end - at)), 0, undefined, at);
    if (bytesRead === 0) throw new Error(`${path} was deleted, and cannot be read back from octet ${at} on`);
    await to.write(buffer, 0, bytesRead, at);
    at += bytesRead;
  }
}
