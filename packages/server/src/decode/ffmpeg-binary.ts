import { execFile } from 'node:child_process';
import { access, chmod, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, resolve } from 'node:path';
import { promisify } from 'node:util';
import { messageOf, ServerError } from '../errors.js';

/** An ffmpeg that was found and that runs. */
export interface FfmpegBinary {
  /** Absolute path of the executable. */
  readonly path: string;
  /** As the binary states it, for example `5.1.9-0+deb12u1`. */
  readonly version: string;
  /** The release its libraries belong to: 4, 5, 6 ... Known also where `version` is the name of a commit. */
  readonly major: number;
  /** Where it was found: configured (`FFMPEG_PATH`), on the `PATH`, or the one of 2018 in `@ffmpeg-installer/ffmpeg`. */
  readonly source: 'configured' | 'system' | 'installer';
  /** What a person should know about this choice, and what to do about it. */
  readonly warning?: string;
}

/** Where to look. */
export interface FfmpegSearch {
  /** The one to use and no other: `FFMPEG_PATH`. */
  readonly configuredPath?: string | undefined;
  /**
   * Directories to look through, as the environment variable has them.
   *
   * @defaultValue the environment's `PATH`
   */
  readonly searchPath?: string;
  /**
   * Path of the binary in `@ffmpeg-installer/ffmpeg`; `undefined` where there is none for this platform.
   *
   * @defaultValue what the package says
   */
  readonly installerPath?: () => string | undefined;
}

/** Older ones lack years of fixes against hostile input. */
const OLDEST_GOOD_MAJOR = 5;

/**
 * Finds the ffmpeg to decode with: the configured one, else a system ffmpeg of version 5 or newer, else the one that
 * came by npm, with a warning. Each candidate is run once to see that it works.
 *
 * @throws ServerError `configuration` where the configured one does not run; `ffmpeg-missing` where none does
 */
export async function findFfmpeg(search: FfmpegSearch = {}): Promise<FfmpegBinary> {
  if (search.configuredPath !== undefined) return configuredBinary(search.configuredPath);
  const system = await systemBinary(search.searchPath ?? process.env['PATH'] ?? '');
  if (system !== undefined && system.major >= OLDEST_GOOD_MAJOR) return system;
  const installed = await installerBinary((search.installerPath ?? installerPath)());
  const found = installed ?? system;
  if (found === undefined)
    throw new ServerError('ffmpeg-missing', 'No ffmpeg was found, neither on the PATH nor from npm.');
  return { ...found, warning: oldWarning(found, system) };
}

async function configuredBinary(configuredPath: string): Promise<FfmpegBinary> {
  const path = resolve(configuredPath);
  try {
    return { path, ...(await ask(path)), source: 'configured' };
  } catch (thrown) {
    throw new ServerError('configuration', `The configured ffmpeg ${path} does not run: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

async function systemBinary(searchPath: string): Promise<FfmpegBinary | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const directory of searchPath.split(delimiter).filter((entry) => entry !== '')) {
    const path = resolve(directory, name);
    const answer = await ask(path).catch(() => undefined);
    if (answer !== undefined) return { path, ...answer, source: 'system' };
  }
  return undefined;
}

async function installerBinary(path: string | undefined): Promise<FfmpegBinary | undefined> {
  if (path === undefined) return undefined;
  try {
    await makeExecutable(path);
    return { path, ...(await ask(path)), source: 'installer' };
  } catch {
    return undefined;
  }
}

/** npm leaves the package's own `chmod` out where install scripts are turned off. */
async function makeExecutable(path: string): Promise<void> {
  await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
}

/** The package throws on platforms it has no binary for. */
function installerPath(): string | undefined {
  try {
    return asInstaller(createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg')).path;
  } catch {
    return undefined;
  }
}

/** Boundary: what `@ffmpeg-installer/ffmpeg` exports, by its documentation. */
function asInstaller(exported: unknown): { readonly path: string } {
  return exported as { readonly path: string };
}

/**
 * First line: `ffmpeg version 5.1.9-0+deb12u1 Copyright ...`, but the one of 2018 says `N-47683-g0e8eb07980-static`. A
 * line further down has `libavutil      57. 28.100`, and that library's major version rises with ffmpeg's own.
 */
async function ask(path: string): Promise<{ readonly version: string; readonly major: number }> {
  const { stdout } = await promisify(execFile)(path, ['-version'], { timeout: ANSWER_TIMEOUT_MS });
  const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1];
  const libavutil = /^libavutil\s+(\d+)\./m.exec(stdout)?.[1];
  if (version === undefined || libavutil === undefined) throw new Error('it does not answer -version as ffmpeg does');
  return { version, major: Number(libavutil) - LIBAVUTIL_BEFORE_FFMPEG };
}

/** ffmpeg 4 has libavutil 56, 5 has 57, and so on up to 8 at least. */
const LIBAVUTIL_BEFORE_FFMPEG = 52;

/** A cold disk may need seconds to load a static binary of 70 MB. */
const ANSWER_TIMEOUT_MS = 20_000;

function oldWarning(found: FfmpegBinary, system: FfmpegBinary | undefined): string {
  const age =
    system === undefined
      ? 'There is no system ffmpeg'
      : `The system ffmpeg is ${system.version}, older than ${OLDEST_GOOD_MAJOR}`;
  return (
    `${age}; using ${found.version} from ${found.source === 'installer' ? 'the npm package' : found.path}, which lacks years of ` +
    `security fixes. Install ffmpeg ${OLDEST_GOOD_MAJOR} or newer (on Debian: apt install ffmpeg), or set FFMPEG_PATH.`
  );
}
