import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, ServerError } from './errors.js';
import { isSystemError } from './system-error.js';

/** Who holds the lock: what the file says. */
interface Holder {
  readonly token: string;
  readonly pid: number;
  /** When the process began, as the system counts it: a process ID is used again, also for another container's. */
  readonly startedAt: string;
  readonly host: string;
}

export const LOCK_FILE = 'server.lock';

/** How often the holder shows that it lives. */
const BEAT_MS = 2000;
/** How long a holder on another machine is watched for a sign of life. */
const WATCH_MS = 4 * BEAT_MS;

/**
 * Keeps a second server out of a data directory. The lock is a file that says who holds it: one that is left over from a
 * process that was killed is recognised and taken over. A process of this machine is looked up; one of another machine
 * or container, which cannot be, is watched: the holder touches the file every two seconds.
 */
export class DataDirectoryLock {
  readonly #path: string;
  readonly #token: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
    this.#beat = setInterval(() => touch(path), BEAT_MS);
    this.#beat.unref();
  }

  /**
   * @param watchMs how long to watch a holder elsewhere; for tests
   * @throws ServerError `data-directory-in-use` where another process has it, `data-directory` where it cannot be locked
   */
  static async acquire(dataDirectory: string, watchMs: number = WATCH_MS): Promise<DataDirectoryLock> {
    const path = join(dataDirectory, LOCK_FILE);
    const holder: Holder = { token: randomUUID(), pid: process.pid, startedAt: startOf(process.pid), host: hostname() };
    try {
      await mkdir(dataDirectory, { recursive: true });
      for (;;) {
        if (await create(path, holder)) return new DataDirectoryLock(path, holder.token);
        await removeIfLeftOver(path, watchMs);
      }
    } catch (thrown) {
      if (thrown instanceof ServerError) throw thrown;
      throw new ServerError('data-directory', `the data directory cannot be used: ${messageOf(thrown)}`, {
        cause: thrown,
      });
    }
  }

  /** Lets others have the directory. */
  release(): void {
    clearInterval(this.#beat);
    if (readHolder(this.#path)?.token === this.#token) rmSync(this.#path, { force: true });
  }
}

async function create(path: string, holder: Holder): Promise<boolean> {
  return writeFile(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' }).then(
    () => true,
    (thrown: unknown) => {
      if (isSystemError(thrown, 'EEXIST')) return false;
      throw thrown;
    },
  );
}

/** @throws ServerError `data-directory-in-use` where the holder lives */
async function removeIfLeftOver(path: string, watchMs: number): Promise<void> {
  const holder = readHolder(path);
  const touchedMs = touchedAt(path);
  if (holder?.host === hostname()) {
    if (isAlive(holder)) throw inUse(`process ${holder.pid}`);
  } else if (touchedMs !== undefined) {
    // Also one that is just being written, and cannot be read yet.
    await delay(watchMs);
    const nowMs = touchedAt(path);
    if (nowMs !== undefined && nowMs !== touchedMs) throw inUse(`a process on ${holder?.host ?? 'another machine'}`);
    // Another one has it by now, or it has been written: that one is judged anew. Its time may be the same to the clock.
    if (readHolder(path)?.token !== holder?.token) return;
  }
  await removeOnly(path, holder?.token);
}

/** Two servers may find the same leftover: only what was judged is removed, never the lock that the other has just made. */
async function removeOnly(path: string, token: string | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (thrown) {
    if (isSystemError(thrown, 'ENOENT')) return;
    throw thrown;
  }
  const removed = readHolder(aside);
  if (removed?.token === token) return rm(aside, { force: true });
  await rename(aside, path);
  throw inUse(`process ${String(removed?.pid)}`);
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    // EPERM: it is there, and somebody else's.
    if (!isSystemError(thrown, 'EPERM')) return false;
  }
  return startedAt === startOf(pid);
}

/** Clock ticks from the boot to the start of a process, and which boot; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold spaces: fields are counted behind it. proc(5), field 22.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { token, pid, startedAt, host } = value as Partial<Record<keyof Holder, unknown>>;
  return typeof pid === 'number' && [token, startedAt, host].every((text) => typeof text === 'string');
}

function touchedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The directory is gone or read-only: the recordings say so.
  }
}

function inUse(who: string): ServerError {
  return new ServerError('data-directory-in-use', `the data directory is in use by ${who}`);
}
