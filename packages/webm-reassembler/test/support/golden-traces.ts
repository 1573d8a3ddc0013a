import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixturesDirectory } from '../../../../fixtures/load.js';

/** Whether `npm run update-traces` is running: then traces are written, not compared. */
export const isUpdatingTraces: boolean = process.env['UPDATE_TRACES'] === 'true';

/** The kept trace of a fixture; empty where there is none yet. */
export function readTrace(name: string): string {
  const path = tracePath(name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Keeps a trace. */
export function writeTrace(name: string, trace: string): void {
  mkdirSync(dirname(tracePath(name)), { recursive: true });
  writeFileSync(tracePath(name), trace);
}

function tracePath(name: string): string {
  return join(fixturesDirectory, 'traces', `${name}.txt`);
}
