import type { ExitCode } from './exit-code.js';

/** Why a command gave up; its message is for the person who called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}
