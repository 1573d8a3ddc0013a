/** How a subcommand was called, and where it says what it has to say. */
export interface Invocation {
  /** Arguments behind the subcommand. */
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes a line of results to standard output. */
  readonly writeLine: (line: string) => void;
  /** Writes a line about the work to standard error. */
  readonly writeNote: (line: string) => void;
}
