import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordFile } from './record-file.js';

let root = '';
let path = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'record-file-'));
  await mkdir(join(root, 'stream'));
  path = join(root, 'stream', 'file');
});

afterEach(async () => {
  await chmod(root, 0o700);
  await rm(root, { recursive: true, force: true });
});

async function write(file: RecordFile, ...octets: readonly number[]): Promise<void> {
  const { position, octets: placed } = file.place(Uint8Array.from(octets));
  await file.write(position, placed);
}

async function content(): Promise<readonly number[]> {
  return [...(await readFile(path))];
}

test('a write that is done twice comes to the same as one', async () => {
  const file = new RecordFile(path);
  await write(file, 1, 2, 3);
  const { position, octets } = file.place(Uint8Array.of(4, 5));
  await file.write(position, octets);
  await file.write(position, octets);
  await file.close(true);
  expect(await content()).toEqual([1, 2, 3, 4, 5]);
});

test('what stands behind everything that was written is cut off at the end', async () => {
  await writeFile(path, Buffer.of(9, 9, 9, 9, 9));
  const file = new RecordFile(path);
  await write(file, 1, 2);
  await file.close(false);
  expect(await content()).toEqual([1, 2]);
});

test('what an earlier process left into which nothing is written is emptied', async () => {
  await writeFile(path, Buffer.of(9, 9));
  await new RecordFile(path).close(false);
  expect(await content()).toEqual([]);
});

test('a file that is gone on with keeps what it has', async () => {
  await writeFile(path, Buffer.of(1, 2, 3, 9));
  const file = new RecordFile(path);
  file.goOnAt(3);
  await write(file, 4);
  await file.close(false);
  expect(await content()).toEqual([1, 2, 3, 4]);
});

test('a file whose directory is deleted is told as gone, and made again with all that was in it', async () => {
  const file = new RecordFile(path);
  await write(file, 1, 2, 3);
  await rm(join(root, 'stream'), { recursive: true });
  await expect(file.checkPresent()).rejects.toThrow('was deleted while it was written');
  await file.checkPresent();
  await write(file, 4);
  expect(await content()).toEqual([1, 2, 3, 4]);
  await file.close(false);
});

test('nothing is written beside a data directory that is not there, and it goes on when that is back', async () => {
  const file = new RecordFile(path);
  await write(file, 1, 2, 3);
  await rename(root, `${root}-away`);
  // The open handle still leads to the file, so nothing is lost.
  await write(file, 4);
  await file.abandon();
  await expect(write(file, 5)).rejects.toMatchObject({ code: 'ENOENT' });
  await rename(`${root}-away`, root);
  await file.write(4, Uint8Array.of(5));
  await file.close(false);
  expect(await content()).toEqual([1, 2, 3, 4, 5]);
});

test('a file that came back shorter than what was acknowledged is not written to as if nothing had been', async () => {
  const file = new RecordFile(path);
  await write(file, 1, 2, 3);
  await file.abandon();
  await writeFile(path, Buffer.of(1));
  await expect(write(file, 4)).rejects.toThrow('has 1 octets, and 3 were written to it');
});
