import { spawn } from 'node:child_process';
import { MAIN, plainEnvironment } from './running-server.js';

/** How a subcommand ended, and what it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly notes: string;
}

/** Runs a subcommand of the built server to its end. */
export async function runSubcommand(...arguments_: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [MAIN, ...arguments_], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: plainEnvironment(),
  });
  let output = '';
  let notes = '';
  child.stdout.on('data', (part) => (output += String(part)));
  child.stderr.on('data', (part) => (notes += String(part)));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output, notes }));
  });
}
