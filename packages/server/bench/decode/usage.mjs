import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Clock ticks of `/proc/PID/stat`: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns {number | undefined} The process ID of this process's ffmpeg, where it has one. */
export function ffmpegOfThisProcess() {
  try {
    return Number(execFileSync('pgrep', ['-P', String(process.pid), 'ffmpeg'], { encoding: 'utf8' }).split('\n')[0]);
  } catch {
    return undefined;
  }
}

/** @returns {number} Processor time of this process and of its ffmpeg, in seconds. */
export function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  const ffmpeg = ffmpegOfThisProcess();
  if (ffmpeg === undefined) return (user + system) / 1e6;
  const fields = readFileSync(`/proc/${ffmpeg}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (user + system) / 1e6 + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @returns {number} Resident memory of this process and of its ffmpeg, in MB. */
export function residentMegabytes() {
  const ffmpeg = ffmpegOfThisProcess();
  return (process.memoryUsage.rss() + (ffmpeg === undefined ? 0 : residentOf(ffmpeg))) / 1e6;
}

/** @param {number} pid */
function residentOf(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
