import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory, writeWholeFile } from './atomic-file.js';
import type { OrderedWriter } from './ordered-writer.js';
import { RecordFile } from './record-file.js';
import { type KeptStills, readStillRecords, type StillRecord } from './still-record.js';
import { ignore, isSystemError } from '../system-error.js';

/** Folder of a stream's still images. */
export const STILLS_FOLDER = 'frames';
const LINES = 'frames.ndjson';

/**
 * Puts still images on the disk: each as a file of its own, and then a line about it. A line without its file cannot
 * be, and a file without its line is written over when the image comes again.
 */
export class StillFiles {
  /** One line for each image. */
  readonly lines: RecordFile;
  readonly #folder: string;
  readonly #writer: OrderedWriter;
  readonly #syncs: boolean;
  #waitingOctets = 0;

  /** @param keptOctets what an earlier process left in `frames.ndjson` */
  constructor(directory: string, parts: { writer: OrderedWriter; syncs: boolean; keptOctets: number }) {
    this.#folder = join(directory, STILLS_FOLDER);
    this.#writer = parts.writer;
    this.#syncs = parts.syncs;
    this.lines = new RecordFile(join(directory, LINES), parts.keptOctets);
  }

  /** Octets of images that are not in their files yet. */
  get waitingOctets(): number {
    return this.#waitingOctets;
  }

  /**
   * @returns resolves when image and line are in their files
   * @throws WriterAbandonedError
   */
  async add(record: StillRecord, image: Uint8Array): Promise<void> {
    this.#waitingOctets += image.length;
    const { position, octets } = this.lines.place(new TextEncoder().encode(`${JSON.stringify(record)}\n`));
    const write = async (): Promise<void> => {
      // Only this folder: where more is missing, the disk is not there.
      await mkdir(this.#folder).catch(ignore('EEXIST'));
      await writeWholeFile(join(this.#folder, record.file), image, this.#syncs);
      if (this.#syncs) await syncDirectory(this.#folder);
      await this.lines.write(position, octets);
      if (this.#syncs) await this.lines.sync();
    };
    await this.#writer.add(write).finally(() => (this.#waitingOctets -= image.length));
  }
}

/** What a stream has of still images; nothing where it is no stream of stills. */
export async function readKeptStills(directory: string): Promise<KeptStills> {
  const text = await readFile(join(directory, LINES), 'utf8').catch((thrown: unknown) => {
    if (isSystemError(thrown, 'ENOENT')) return '';
    throw thrown;
  });
  return readStillRecords(text);
}
