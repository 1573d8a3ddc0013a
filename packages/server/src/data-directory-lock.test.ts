import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectoryLock, LOCK_FILE } from './data-directory-lock.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => rm(directory, { recursive: true }));

/** Leaves a lock behind as another process would. */
async function leaveLock(change: object): Promise<void> {
  const lock = await DataDirectoryLock.acquire(directory);
  const path = join(directory, LOCK_FILE);
  const holder = JSON.parse(await readFile(path, 'utf8')) as object;
  lock.release();
  await writeFile(path, JSON.stringify({ ...holder, ...change }));
}

/** What becomes of another one who wants it. */
async function anotherTry(watchMs = 50): Promise<unknown> {
  try {
    const lock = await DataDirectoryLock.acquire(directory, watchMs);
    lock.release();
    return 'acquired';
  } catch (thrown) {
    return thrown;
  }
}

const IN_USE: unknown = expect.objectContaining({ code: 'data-directory-in-use' });

test('a directory has one holder at a time', async () => {
  const lock = await DataDirectoryLock.acquire(directory);
  expect(await anotherTry()).toEqual(IN_USE);
  lock.release();
  expect(await anotherTry()).toBe('acquired');
  expect(await readdir(directory)).toEqual([]);
});

test('of many that want it at the same time, one gets it', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, async () => DataDirectoryLock.acquire(directory, 100)),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const attempt of tries) if (attempt.status === 'fulfilled') attempt.value.release();
});

test('the lock of a process that was killed is taken over at once', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await leaveLock({ pid: child.pid });
  expect(await anotherTry()).toBe('acquired');
});

test('so is that of an earlier process whose ID another one has now', async () => {
  await leaveLock({ startedAt: 'some-boot 1' });
  expect(await anotherTry()).toBe('acquired');
});

test('a lock of another machine holds while it is touched', async () => {
  await leaveLock({ host: 'elsewhere' });
  const path = join(directory, LOCK_FILE);
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), 10);
  expect(await anotherTry(500)).toEqual(IN_USE);
  clearInterval(beat);
  expect(await anotherTry(100)).toBe('acquired');
});

test('a lock that nobody can read, and nobody touches, is left over', async () => {
  await writeFile(join(directory, LOCK_FILE), '{"pid":');
  expect(await anotherTry()).toBe('acquired');
});

test('what cannot be locked is a data directory that cannot be used', async () => {
  await writeFile(join(directory, 'file'), '');
  await expect(DataDirectoryLock.acquire(join(directory, 'file', 'below'))).rejects.toMatchObject({
    code: 'data-directory',
  });
});
