import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Process IDs of the children of a process that have this name. */
export async function childrenOf(parent: number, name: string): Promise<readonly number[]> {
  // pgrep ends with 1 where it finds none.
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(parent), name]).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

/** What the kernel says of a process: memory in MiB, now and at the most. */
export async function memoryOf(pid: number): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const inMiB = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: inMiB('VmRSS'), peak: inMiB('VmHWM') };
}

/** Soft limits of a process by their names, its environment, and its directory. */
export async function confinementOf(pid: number) {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8');
  const soft = (name: string): string | undefined => new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(limits)?.[1];
  return {
    addressSpace: soft('Max address space'),
    fileSize: soft('Max file size'),
    core: soft('Max core file size'),
    children: soft('Max processes'),
    openFiles: soft('Max open files'),
    environment: await readFile(`/proc/${pid}/environ`, 'utf8'),
    directory: await readlink(`/proc/${pid}/cwd`),
  };
}
