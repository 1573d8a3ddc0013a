import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppendFile } from './append-file.js';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'append-file-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('what was appended is in the file in order, also after it was closed in between', async () => {
  const file = new AppendFile(join(directory, 'recording.webm'));
  await file.append(Uint8Array.of(1, 2));
  await file.append(Uint8Array.of(3));
  await file.close();
  await file.append(Uint8Array.of(4));
  await file.close();
  expect([...(await readFile(file.path))]).toEqual([1, 2, 3, 4]);
  expect(file.length).toBe(4);
});

test('an append that could not be done counts for nothing and can be done again', async () => {
  const missing = join(directory, 'not-there-yet');
  const file = new AppendFile(join(missing, 'recording.webm'));
  await expect(file.append(Uint8Array.of(1))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(file.length).toBe(0);
});

test('closing a file that was never written makes none', async () => {
  const file = new AppendFile(join(directory, 'nothing.webm'));
  await file.close();
  await expect(readFile(file.path)).rejects.toMatchObject({ code: 'ENOENT' });
});
