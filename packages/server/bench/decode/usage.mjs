import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { treeUsage } from '../../dist/cli/load/process-usage.js';

/**
 * What this process and its decoders have used so far: every child counts, whatever its name, and also those that have
 * ended and were waited for.
 *
 * @returns {Promise<{ readonly cpuSeconds: number, readonly residentMegabytes: number }>}
 */
export async function usageWithDecoders() {
  const usage = await treeUsage(process.pid);
  if (usage === undefined)
    throw new Error('processor time and memory are read from /proc, which this system does not have');
  const { own, children } = usage;
  return {
    cpuSeconds: own.cpuSeconds + children.cpuSeconds,
    residentMegabytes: (own.residentOctets + children.residentOctets) / 1e6,
  };
}

/** @returns {number | undefined} The process ID of this process's ffmpeg, where it has one. */
export function ffmpegOfThisProcess() {
  try {
    return Number(execFileSync('pgrep', ['-P', String(process.pid), 'ffmpeg'], { encoding: 'utf8' }).split('\n')[0]);
  } catch {
    return undefined;
  }
}
