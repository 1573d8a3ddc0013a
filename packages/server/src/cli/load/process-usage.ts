import { readdir, readFile } from 'node:fs/promises';

/** What a process and its children have used. */
export interface ProcessUsage {
  /** Processor time since the process began, in s. */
  readonly cpuSeconds: number;
  /** Resident memory, in octets. */
  readonly residentOctets: number;
}

/** The server itself, and what it has started: its decoders. */
export interface TreeUsage {
  readonly own: ProcessUsage;
  readonly children: ProcessUsage;
}

/** Linux counts processor time in hundredths of a second for every program (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;
const PAGE_OCTETS = 4096;

/**
 * Reads what a process has used from `/proc`; children that have ended count as well.
 *
 * @returns `undefined` where there is no `/proc`, or no such process
 */
export async function treeUsage(pid: number): Promise<TreeUsage | undefined> {
  const own = await statOf(String(pid));
  if (own === undefined) return undefined;
  const others = await Promise.all((await processIds()).map(statOf));
  const children = others.filter((stat) => stat?.parent === pid);
  const sum = (read: (stat: ProcessStat) => number): number =>
    children.reduce((total, stat) => total + (stat === undefined ? 0 : read(stat)), 0);
  return {
    own: { cpuSeconds: own.cpuSeconds, residentOctets: own.residentOctets },
    children: {
      cpuSeconds: own.endedChildrenCpuSeconds + sum(({ cpuSeconds }) => cpuSeconds),
      residentOctets: sum(({ residentOctets }) => residentOctets),
    },
  };
}

interface ProcessStat extends ProcessUsage {
  readonly parent: number;
  readonly endedChildrenCpuSeconds: number;
}

async function processIds(): Promise<readonly string[]> {
  return (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
}

/** `man proc_pid_stat`: fields are counted from 1, and the name, which may hold spaces, is the second. */
async function statOf(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    parent: field(4),
    cpuSeconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    endedChildrenCpuSeconds: (field(16) + field(17)) / TICKS_PER_SECOND,
    residentOctets: field(24) * PAGE_OCTETS,
  };
}
