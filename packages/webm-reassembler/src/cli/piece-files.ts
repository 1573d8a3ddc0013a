import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedPiece } from './split-pieces.js';

/** Writes pieces into a folder, which is made with the first one. */
export class PieceFiles {
  readonly #directory: string;
  #written = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get written(): number {
    return this.#written;
  }

  /** @returns what to say of the file: its path and what is in it */
  async write({ name, piece }: NamedPiece): Promise<string> {
    if (this.#written === 0) await mkdir(this.#directory, { recursive: true });
    const path = join(this.#directory, `${name}.${piece.initSegment.docType === 'webm' ? 'webm' : 'mkv'}`);
    await writeFile(path, piece.octets);
    this.#written++;
    const leadIn = piece.leadInBlocks === 0 ? '' : `, of which ${piece.leadInMs} ms lead-in`;
    return `${path}: ${piece.startMs} to ${piece.endMs} ms${leadIn}`;
  }
}
