import { execFileSync, spawnSync } from 'node:child_process';

/** What a command printed. */
export interface ToolOutput {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command and waits for its end. */
export function runTool(command: string, args: readonly string[]): ToolOutput {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

/** What a command printed on standard output. @throws where it fails */
export function outputOf(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/**
 * Defines tests that need a command. Where it is missing the tests are reported as skipped, with the reason; where `CI` is
 * true they run, and fail.
 */
export function describeWithTool(command: string, debianPackage: string, define: () => void): void {
  const isInstalled = spawnSync(command, ['--version']).status === 0;
  if (isInstalled || process.env['CI'] === 'true') describe(`with ${command}`, define);
  else describe.skip(`with ${command} (skipped: not installed; on Debian: apt install ${debianPackage})`, define);
}
