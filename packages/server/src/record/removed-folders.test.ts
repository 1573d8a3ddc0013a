import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishRemovals, removeFolder } from './removed-folders.js';

let dataDirectory: string;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'removed-'));
  await mkdir(join(dataDirectory, 'streams', 'gone', 'frames'), { recursive: true });
  await writeFile(join(dataDirectory, 'streams', 'gone', 'frames', '1.jpg'), 'picture');
});

afterEach(async () => rm(dataDirectory, { recursive: true }));

test('a folder is deleted with all that is in it', async () => {
  await removeFolder(dataDirectory, join(dataDirectory, 'streams', 'gone'));
  expect(await readdir(join(dataDirectory, 'streams'))).toEqual([]);
  expect(await readdir(join(dataDirectory, 'removed'))).toEqual([]);
});

test('one that is not there is an error, and nothing is lost', async () => {
  await expect(removeFolder(dataDirectory, join(dataDirectory, 'streams', 'other'))).rejects.toMatchObject({
    code: 'ENOENT',
  });
  expect(await readdir(join(dataDirectory, 'streams'))).toEqual(['gone']);
});

test('what a crash left half deleted is no stream any more, and is deleted at the next start', async () => {
  await mkdir(join(dataDirectory, 'removed', 'half.1'), { recursive: true });
  await finishRemovals(dataDirectory);
  expect(await readdir(dataDirectory)).toEqual(['streams']);
  await finishRemovals(dataDirectory);
});
