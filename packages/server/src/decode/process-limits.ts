import { existsSync } from 'node:fs';

/** A command with its arguments. */
export interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/** What the limits depend on. */
export interface LimitedTask {
  readonly ffmpegMajor: number;
  readonly maxPixels: number;
}

/** Part of util-linux. Not looked for on the PATH, which somebody may have changed. */
const PLACES = ['/usr/bin/prlimit', '/bin/prlimit'] as const;

/** Where this system has `prlimit`; `none` where it has not: it is not Linux, or a very small one. */
export function findPrlimit(): string {
  if (process.platform !== 'linux') return 'none';
  return PLACES.find((path) => existsSync(path)) ?? 'none';
}

/** What an ffmpeg takes before its first picture, with room: 5.1 with its hundred libraries maps some 250 MiB. */
const BASE_OCTETS = 512 * 1024 * 1024;

/** 16 reference pictures of 1.5 octets a pixel, some RGB pictures between the filters, and as much again. */
const OCTETS_PER_PIXEL = 64;

/** Versions from here on have a thread for each of demuxer, decoder, filter and muxer, whatever is asked for. */
const FIRST_THREADED_MAJOR = 6;

/**
 * Puts `prlimit` in front of a command. It sets the limits and becomes the command: the process stays the same one.
 *
 * No limit on processor time: that is a sum over the whole life, and a good stream may last for days. The watchdog ends
 * a process that works without getting on.
 */
export function withLimits(command: Command, task: LimitedTask, prlimit = findPrlimit()): Command {
  // What is not there is to fail by itself, not by way of prlimit.
  if (prlimit === 'none' || !existsSync(command.path)) return command;
  const addressSpace = BASE_OCTETS + OCTETS_PER_PIXEL * task.maxPixels;
  const limits = [`--as=${addressSpace}`, '--fsize=0', '--core=0', '--nofile=16'];
  // Threads count as processes, and root is not held to this one.
  const noChildren = task.ffmpegMajor < FIRST_THREADED_MAJOR ? ['--nproc=0'] : [];
  return { path: prlimit, args: [...limits, ...noChildren, command.path, ...command.args] };
}
