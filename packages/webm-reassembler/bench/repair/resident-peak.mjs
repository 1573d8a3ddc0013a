import { readFileSync } from 'node:fs';

/**
 * The most memory that a running process has had so far, in octets; `undefined` where the system does not tell.
 *
 * @param {number | undefined} pid
 */
export function residentPeak(pid) {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line?.[1] === undefined ? undefined : Number(line[1]) * 1024;
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}
