import { run } from '../../src/cli/run.js';

/** What a call of the command came to. */
export interface CommandRun {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Calls `webm-reassembler` in this process. */
export async function runCommand(...args: readonly string[]): Promise<CommandRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (texts: string[]) => ({
    async write(text: string) {
      texts.push(text);
    },
  });
  const exitCode = await run(args, { out: into(out), err: into(err) });
  return { exitCode, out: out.join(''), err: err.join('') };
}
