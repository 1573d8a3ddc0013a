import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let made: string | undefined;

/**
 * A directory with nothing in it and nothing to be written to it, for processes that need none. Made when it is first
 * wanted, shared by all, deleted when this process exits.
 */
export function emptyDirectory(): string {
  if (made !== undefined) return made;
  const directory = mkdtempSync(join(tmpdir(), 'webm-reassembler-empty-'));
  chmodSync(directory, 0o500);
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  made = directory;
  return directory;
}
