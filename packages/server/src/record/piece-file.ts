import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ChunkRecord } from './chunk-record.js';

/** Some octets of a file, from `start` up to but not including `end`. */
interface FilePart {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A chunk as the file that plays on its own: its init segment, and the part of the recording that ends with it. */
export class PieceFile {
  readonly octets: number;
  readonly #parts: readonly FilePart[];

  /** @param directory of the stream */
  constructor(directory: string, { octets, recording, ...at }: ChunkRecord) {
    this.octets = octets;
    this.#parts = [
      { path: join(directory, 'init-segments.bin'), start: at.initFromOctet, end: at.initToOctet },
      { path: join(directory, recording), start: at.fromOctet, end: at.toOctet },
    ];
  }

  /** The octets from `start` up to but not including `end`. */
  read(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end), { objectMode: false });
  }

  async *#read(start: number, end: number): AsyncGenerator<Buffer> {
    let before = 0;
    for (const part of this.#parts) {
      const from = Math.max(0, start - before);
      const to = Math.min(part.end - part.start, end - before);
      before += part.end - part.start;
      // `end` of a read stream is the last octet, not the one behind it.
      if (from < to) yield* octetsOf(part.path, part.start + from, part.start + to - 1);
    }
  }
}

/** A read stream without an encoding gives Buffers. */
function octetsOf(path: string, start: number, end: number): AsyncIterable<Buffer> {
  return createReadStream(path, { start, end }) as AsyncIterable<Buffer>;
}
