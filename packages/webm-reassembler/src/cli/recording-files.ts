import { open, type FileHandle } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { concatOctets } from '../octets/numbers.js';
import type { RecordingWrite } from '../segments/recording/recording-write.js';

/** A file of a recording that is complete. */
export interface WrittenPart {
  readonly path: string;
  readonly mimeType: string;
  readonly octets: number;
  readonly durationMs: number;
  readonly cuePoints: number;
}

/**
 * Does the writes of a recording on disk, in order. The first part gets the path that was given, further ones a number
 * behind its name: `talk.webm`, `talk-2.webm`.
 */
export class RecordingFiles {
  readonly #path: string;
  readonly #written: WrittenPart[] = [];
  #underWay: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #partPath = '';
  #mimeType = '';

  constructor(path: string) {
    this.#path = path;
  }

  /** The parts that are complete. */
  get written(): readonly WrittenPart[] {
    return this.#written;
  }

  /**
   * Begins these writes as soon as those of the call before are done, so that the next can be prepared meanwhile and no
   * more than two calls' octets are held.
   *
   * @throws the error of the file system, of the call before; what is on disk by then still plays
   */
  async apply(writes: readonly RecordingWrite[]): Promise<void> {
    await this.#underWay;
    this.#underWay = this.#applyAll(writes);
    // Whoever calls next is told of a failure; until then nobody has been deaf to it.
    this.#underWay.catch(() => undefined);
  }

  /**
   * Ends what is under way and closes what is still open, complete or not.
   *
   * @throws the error of the file system
   */
  async close(): Promise<void> {
    try {
      await this.#underWay;
    } finally {
      await this.#closeFile();
    }
  }

  async #applyAll(writes: readonly RecordingWrite[]): Promise<void> {
    for (const write of writes) await this.#applyOne(write);
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #applyOne(write: RecordingWrite): Promise<void> {
    switch (write.kind) {
      case 'begin':
        this.#partPath = partPath(this.#path, write.part);
        this.#mimeType = write.initSegment.mimeType;
        this.#file = await open(this.#partPath, 'w');
        return;
      case 'append':
        return this.#append(write.pieces, write.position);
      case 'patch':
        return this.#writeAll(write.octets, write.position);
      case 'finish':
        await this.#closeFile();
        this.#written.push({
          path: this.#partPath,
          mimeType: this.#mimeType,
          octets: write.octets,
          durationMs: write.durationMs,
          cuePoints: write.cuePoints,
        });
        return;
      default:
        write satisfies never;
    }
  }

  /** All at once; only where the disk takes less, which it hardly ever does, in one piece from there on. */
  async #append(pieces: readonly Uint8Array[], position: number): Promise<void> {
    const written = (await this.#file?.writev(pieces.slice(), position))?.bytesWritten ?? 0;
    const octets = pieces.reduce((sum, { length }) => sum + length, 0);
    if (written < octets) await this.#writeAll(concatOctets(pieces).subarray(written), position + written);
  }

  async #writeAll(octets: Uint8Array, position: number): Promise<void> {
    let written = 0;
    while (this.#file !== undefined && written < octets.length) {
      const { bytesWritten } = await this.#file.write(octets, written, octets.length - written, position + written);
      written += bytesWritten;
    }
  }
}

/** Path of a part, counted from 0. */
export function partPath(path: string, part: number): string {
  if (part === 0) return path;
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${part + 1}${ext}`);
}
