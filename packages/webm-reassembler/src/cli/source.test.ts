import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource, PIECE_OCTETS, type SourcePiece } from './source.js';

const folder = mkdtempSync(join(tmpdir(), 'source-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function piecesOf(path: string, pieceOctets?: number): Promise<readonly SourcePiece[]> {
  const source = await openSource(path, pieceOctets === undefined ? {} : { pieceOctets });
  const pieces: SourcePiece[] = [];
  for await (const piece of source.pieces()) pieces.push(piece);
  return pieces;
}

/** A folder with files of these names, each with its length in octets. */
function folderOf(name: string, files: Readonly<Record<string, number>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, length] of Object.entries(files))
    writeFileSync(join(path, file), new Uint8Array(length).fill(length));
  return path;
}

/** `chunk:octets`, with a `+` where more of the chunk follows, and the sequence number where there is one. */
function lines(pieces: readonly SourcePiece[]): readonly string[] {
  return pieces.map(({ octets, chunk, endsChunk, sequence }) =>
    [`${chunk}:${octets.length}${endsChunk ? '' : '+'}`, ...(sequence === undefined ? [] : [`#${sequence}`])].join(' '),
  );
}

describe('openSource', () => {
  test('reads a file in pieces, each in memory of its own', async () => {
    const path = join(folder, 'file');
    writeFileSync(
      path,
      Uint8Array.from({ length: 1000 }, (_, index) => index & 0xff),
    );
    const pieces = await piecesOf(path, 300);
    expect(lines(pieces)).toEqual(['0:300', '1:300', '2:300', '3:100']);
    expect(Buffer.concat(pieces.map(({ octets }) => octets))[999]).toBe(999 & 0xff);
    expect(new Set(pieces.map(({ octets }) => octets.buffer)).size).toBe(4);
    expect(await openSource(path)).toMatchObject({ octets: 1000, isFolder: false, files: [path] });
  });

  test('reads a file whose length is a multiple of the piece, and an empty one', async () => {
    const path = join(folder, 'even');
    writeFileSync(path, new Uint8Array(600));
    expect(lines(await piecesOf(path, 300))).toEqual(['0:300', '1:300']);
    writeFileSync(path, '');
    expect(await piecesOf(path)).toEqual([]);
  });

  test('reads chunks by their numbers, not by their names, empty ones too, and passes over other files', async () => {
    const path = folderOf('chunks', { '10.bin': 10, '9.bin': 9, '0011.bin': 0, 'manifest.json': 5, 'a.bin': 3 });
    expect(lines(await piecesOf(path))).toEqual(['9:9', '10:10', '11:0']);
    expect(await openSource(path)).toMatchObject({ octets: 19, isFolder: true });
  });

  test('reads a large chunk in pieces', async () => {
    const path = folderOf('large', { '0.bin': PIECE_OCTETS + 5, '1.bin': 1 });
    expect(lines(await piecesOf(path))).toEqual([`0:${PIECE_OCTETS}+`, '0:5', '1:1']);
  });

  test('numbers the chunks where some are missing, and only there', async () => {
    const path = folderOf('holes', { '0003.bin': 1, '0004.bin': 2, '0007.bin': PIECE_OCTETS + 1 });
    expect(lines(await piecesOf(path))).toEqual(['3:1 #0', '4:2 #1', `7:${PIECE_OCTETS + 1} #4`]);
  });

  test('can be read again', async () => {
    const source = await openSource(folderOf('again', { '0.bin': 1, '1.bin': 2 }));
    for (let time = 0; time < 2; time++) {
      const lengths: number[] = [];
      for await (const { octets } of source.pieces()) lengths.push(octets.length);
      expect(lengths).toEqual([1, 2]);
    }
  });

  test('says what is not there', async () => {
    await expect(openSource(join(folder, 'nothing'))).rejects.toThrow('does not exist');
    await expect(openSource(folderOf('empty', {}))).rejects.toThrow('folder without chunks');
  });
});
