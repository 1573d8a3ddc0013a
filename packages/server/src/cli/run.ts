import { configurationHelp } from '../config/describe-configuration.js';
import { messageOf, ServerError } from '../errors.js';
import type { Invocation } from './invocation.js';
import { doctor } from './doctor/doctor.js';
import { load, LOAD_HELP } from './load/load.js';
import { replay, REPLAY_HELP } from './replay/replay.js';
import { rebuild } from './rebuild.js';
import { serve } from './serve.js';

const HELP = `webm-reassembler-server: takes MediaRecorder chunks, records them without loss, finds faces in them.

Usage:
  webm-reassembler-server [serve] [flags]     run the server (the default)
  webm-reassembler-server replay [flags]      play a recorded fixture to a running server
  webm-reassembler-server rebuild [flags]     build the catalogue anew from the files, while no server runs
  webm-reassembler-server load [flags]        play one many times over at once, and report what the server did
  webm-reassembler-server doctor [flags]      check everything that serve with these flags would need

Flags of serve; a flag goes before its environment variable:
${configurationHelp()}
${REPLAY_HELP}
${LOAD_HELP}`;

const SUBCOMMANDS: ReadonlyMap<string, (invocation: Invocation) => Promise<number>> = new Map([
  ['serve', serve],
  ['replay', replay],
  ['load', load],
  ['doctor', doctor],
  ['rebuild', rebuild],
]);

/**
 * Runs a subcommand.
 *
 * @returns the exit code
 */
export async function run(arguments_: readonly string[], output: Omit<Invocation, 'flags'>): Promise<number> {
  if (arguments_.some((argument) => argument === '--help' || argument === '-h')) {
    output.writeLine(HELP.trimEnd());
    return 0;
  }
  const [first = 'serve', ...rest] = arguments_;
  try {
    if (first.startsWith('-')) return await serve({ ...output, flags: arguments_ });
    const subcommand = SUBCOMMANDS.get(first);
    if (subcommand !== undefined) return await subcommand({ ...output, flags: rest });
    const allowed = [...SUBCOMMANDS.keys()].join(', ');
    throw new ServerError('configuration', `"${first}" is not a subcommand; allowed: ${allowed}`);
  } catch (thrown) {
    output.writeNote(`error: ${messageOf(thrown)}`);
    const remedy = remedyOf(thrown);
    if (remedy !== undefined) output.writeNote(`what to do: ${remedy}`);
    return 1;
  }
}

/** Errors of every part of the server carry a remedy; anything else is a defect and gets its stack printed. */
function remedyOf(thrown: unknown): string | undefined {
  if (thrown instanceof Error && 'remedy' in thrown && typeof thrown.remedy === 'string') return thrown.remedy;
  return thrown instanceof Error ? thrown.stack : undefined;
}
