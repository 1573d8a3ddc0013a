import { open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from './command-error.js';
import { errorCode } from './error-code.js';
import { ExitCode } from './exit-code.js';

/** A file is read in pieces of this many octets, however large it is. */
export const PIECE_OCTETS: number = 1 << 20;

/** Octets of a recording in order. A chunk may come in several pieces. */
export interface SourcePiece {
  readonly octets: Uint8Array;
  /** Number of the chunk: its file's name, or counted from 0. */
  readonly chunk: number;
  /** Whether the next piece is of another chunk. */
  readonly endsChunk: boolean;
  /** Only where numbers are left out in a folder: counted from the first chunk that is there. */
  readonly sequence?: number;
}

/** A recording to be read, as often as is wanted. */
export interface Source {
  readonly path: string;
  readonly octets: number;
  /** Files that it consists of. */
  readonly files: readonly string[];
  readonly isFolder: boolean;
  pieces(): AsyncIterable<SourcePiece>;
}

/** How to read a {@link Source}. */
export interface SourceOptions {
  /**
   * Octets that a file is read by; each counts as a chunk, since a file says nothing of the chunks it was made of.
   *
   * @defaultValue 1048576 (1 MiB)
   */
  readonly pieceOctets?: number;
}

/**
 * Finds a recording: a file, or a folder of chunks named `NNNN.bin`.
 *
 * @throws {@link CommandError} when it is not there, or a folder without chunks
 */
export async function openSource(path: string, options: SourceOptions = {}): Promise<Source> {
  const found = await statOrExplain(path);
  if (found.isDirectory()) return openFolder(path);
  const pieceOctets = options.pieceOctets ?? PIECE_OCTETS;
  return {
    path,
    octets: found.size,
    files: [path],
    isFolder: false,
    async *pieces() {
      let chunk = 0;
      for await (const octets of readPieces(path, pieceOctets)) yield { octets, chunk: chunk++, endsChunk: true };
    },
  };
}

async function openFolder(path: string): Promise<Source> {
  const chunks = (await readdir(path)).flatMap(chunkFrom).sort((left, right) => left.number - right.number);
  const [first] = chunks;
  const last = chunks.at(-1);
  if (first === undefined || last === undefined) {
    throw new CommandError(
      ExitCode.WrongUsage,
      `${path} is a folder without chunks: none of its files is named like 0000.bin`,
    );
  }
  const hasHoles = last.number - first.number >= chunks.length;
  const sizes = await Promise.all(chunks.map(async ({ name }) => (await statOrExplain(join(path, name))).size));
  return {
    path,
    octets: sizes.reduce((sum, size) => sum + size, 0),
    files: chunks.map(({ name }) => join(path, name)),
    isFolder: true,
    async *pieces() {
      for (const { name, number } of chunks) {
        if (hasHoles) yield await wholeChunk(join(path, name), number, number - first.number);
        else yield* chunkPieces(join(path, name), number);
      }
    },
  };
}

interface ChunkFile {
  readonly name: string;
  readonly number: number;
}

function chunkFrom(name: string): readonly ChunkFile[] {
  const match = /^(\d+)\.bin$/.exec(name);
  return match?.[1] === undefined ? [] : [{ name, number: Number(match[1]) }];
}

/** A sequence number belongs to a chunk as a whole. */
async function wholeChunk(path: string, chunk: number, sequence: number): Promise<SourcePiece> {
  return { octets: await readFile(path), chunk, endsChunk: true, sequence };
}

/** An empty chunk is one too: there is a piece for it. */
async function* chunkPieces(path: string, chunk: number): AsyncIterable<SourcePiece> {
  let held: Uint8Array = new Uint8Array(0);
  for await (const octets of readPieces(path, PIECE_OCTETS)) {
    if (held.length > 0) yield { octets: held, chunk, endsChunk: false };
    held = octets;
  }
  yield { octets: held, chunk, endsChunk: true };
}

/**
 * A file's octets, each piece in memory of its own, because what is made of it may be views. The next piece is read while
 * the one before is worked on.
 */
async function* readPieces(path: string, pieceOctets: number): AsyncIterable<Uint8Array> {
  const file = await open(path, 'r');
  let next = readPiece(file, pieceOctets);
  try {
    for (;;) {
      const piece = await next;
      if (piece.length === pieceOctets) next = readPiece(file, pieceOctets);
      if (piece.length > 0) yield piece;
      if (piece.length < pieceOctets) return;
    }
  } finally {
    await next.catch(() => undefined);
    await file.close();
  }
}

/** The next octets of a file; fewer than asked for at its end only. */
async function readPiece(file: FileHandle, pieceOctets: number): Promise<Uint8Array> {
  const piece = Buffer.allocUnsafeSlow(pieceOctets);
  let length = 0;
  while (length < pieceOctets) {
    const { bytesRead } = await file.read(piece, length, pieceOctets - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return new Uint8Array(piece.buffer, piece.byteOffset, length);
}

async function statOrExplain(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new CommandError(ExitCode.WrongUsage, `${path} does not exist`);
    }
    throw error;
  }
}
