import { configurationHelp } from '../config/describe-configuration.js';
import { messageOf, ServerError } from '../errors.js';
import type { Invocation } from './invocation.js';
import { replay, REPLAY_HELP } from './replay/replay.js';
import { rebuild } from './rebuild.js';
import { serve } from './serve.js';

const HELP = `webm-reassembler-server: takes MediaRecorder chunks, records them without loss, finds faces in them.

Usage:
  webm-reassembler-server [serve] [flags]     run the server (the default)
  webm-reassembler-server replay [flags]      play a recorded fixture to a running server
  webm-reassembler-server rebuild [flags]     build the catalogue anew from the files, while no server runs

Flags of serve; a flag goes before its environment variable:
${configurationHelp()}
${REPLAY_HELP}`;

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
    if (first === 'replay') return await replay({ ...output, flags: rest });
    if (first === 'rebuild') return await rebuild({ ...output, flags: rest });
    if (first === 'serve') return await serve({ ...output, flags: rest });
    if (first.startsWith('-')) return await serve({ ...output, flags: arguments_ });
    throw new ServerError('configuration', `"${first}" is not a subcommand; allowed: serve, replay, rebuild`);
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
