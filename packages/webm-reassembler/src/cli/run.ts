import { ReassemblerError } from '../errors.js';
import type { Command } from './command.js';
import { CommandError } from './command-error.js';
import { errorCode } from './error-code.js';
import { ExitCode } from './exit-code.js';
import { inspect } from './inspect.js';
import { repair } from './repair.js';
import { split } from './split.js';
import type { Terminal } from './text-sink.js';

const COMMANDS: readonly Command[] = [inspect, split, repair];

const HELP = `Usage: webm-reassembler COMMAND PATH ...

Reads what a browser's MediaRecorder wrote: a WebM or Matroska file, or a folder of its chunks named NNNN.bin.

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

webm-reassembler COMMAND --help tells more. Exit code 0 only where the result is whole.
`;

/** Does what the arguments say; never throws. @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return explain(name, terminal);
  if (rest.includes('--help') || rest.includes('-h')) {
    await terminal.out.write(command.help);
    return ExitCode.Whole;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    return report(error, command, terminal);
  }
}

async function explain(name: string | undefined, { out, err }: Terminal): Promise<ExitCode> {
  if (name === '--help' || name === '-h' || name === 'help') {
    await out.write(HELP);
    return ExitCode.Whole;
  }
  await err.write(name === undefined ? HELP : `webm-reassembler: there is no command "${name}"\n\n${HELP}`);
  return ExitCode.WrongUsage;
}

async function report(error: unknown, command: Command, { err }: Terminal): Promise<ExitCode> {
  await err.write(`webm-reassembler ${command.name}: ${messageOf(error)}\n`);
  const exitCode = exitCodeOf(error);
  if (exitCode === ExitCode.WrongUsage)
    await err.write(`webm-reassembler ${command.name} --help tells how it is called\n`);
  return exitCode;
}

/** Errors of `parseArgs` have codes of their own; what is left comes from the file system. */
function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof ReassemblerError) return ExitCode.WrongUsage;
  return errorCode(error).startsWith('ERR_PARSE_ARGS') ? ExitCode.WrongUsage : ExitCode.FileSystem;
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
