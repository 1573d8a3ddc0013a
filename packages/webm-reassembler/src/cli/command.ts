import type { ExitCode } from './exit-code.js';
import type { Terminal } from './text-sink.js';

/** One of the things that `webm-reassembler` does. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /**
   * @param args - what stands behind the command's name
   * @throws {@link CommandError}, the errors of the file system, and those of `parseArgs`
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
