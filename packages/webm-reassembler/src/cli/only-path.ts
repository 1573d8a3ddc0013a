import { CommandError } from './command-error.js';
import { ExitCode } from './exit-code.js';

/** The one PATH that a command takes. */
export function onlyPath(positionals: readonly string[]): string {
  const [path, ...more] = positionals;
  if (path === undefined)
    throw new CommandError(ExitCode.WrongUsage, 'PATH is missing: a file, or a folder of chunks named NNNN.bin');
  if (more.length > 0)
    throw new CommandError(ExitCode.WrongUsage, `one PATH is taken; "${more.join('", "')}" is too much`);
  return path;
}
