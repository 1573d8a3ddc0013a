import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';

/** A program that a test needs: where it is, or that it is missing. */
export type Tool =
  | { readonly kind: 'found'; readonly name: string; readonly path: string }
  | { readonly kind: 'missing'; readonly name: string };

/** Looks for a program: where an environment variable says, else under the first of its names on the PATH. */
export function findTool(name: string, variable: string, names: readonly string[]): Tool {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = names.flatMap((file) => folders.map((folder) => join(folder, file)));
  const path = [process.env[variable] ?? '', ...places].find(isExecutable);
  return path === undefined ? { kind: 'missing', name } : { kind: 'found', name, path };
}

export const CHROMIUM = findTool('Chromium', 'CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']);
export const FIREFOX = findTool('Firefox', 'FIREFOX_PATH', ['firefox-esr', 'firefox']);
export const FFMPEG = findTool('ffmpeg', 'FFMPEG_PATH', ['ffmpeg']);
export const FFPROBE = findTool('ffprobe', 'FFPROBE_PATH', ['ffprobe']);

/**
 * A block of tests that needs programs. Where one is missing they are reported as skipped, with the reason in the
 * title; with CI=true they run all the same, and fail.
 */
export function describeWith(tools: readonly Tool[], title: string, tests: () => void): void {
  const missing = tools.filter((tool) => tool.kind === 'missing').map((tool) => tool.name);
  const runs = missing.length === 0 || process.env['CI'] === 'true';
  const block = runs ? describe : describe.skip;
  block(runs ? title : `${title} (skipped: no ${missing.join(', no ')} found)`, tests);
}

/** Path of a tool. @throws Error that names it when it is missing */
export function pathOf(tool: Tool): string {
  if (tool.kind === 'missing') throw new Error(`${tool.name} is not on the PATH`);
  return tool.path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
