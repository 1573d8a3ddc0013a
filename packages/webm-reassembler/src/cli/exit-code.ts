/** What the command says by its exit code. The same list stands in docs/command-line.md. */
export const ExitCode = {
  /** The result is whole. */
  Whole: 0,
  /** The input is damaged: the result has what could be saved, standard error says what was lost. */
  Damaged: 1,
  /** The command was called wrongly; nothing was done. */
  WrongUsage: 2,
  /** Nothing could be saved: there is no result. */
  NothingSaved: 3,
  /** The file system refused to read or write. */
  FileSystem: 4,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
