import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { runSubcommand } from '../support/subcommand.js';

jest.setTimeout(240_000);

/** A directory that is there and in which nobody may make a file, root neither; `undefined` where none is known. */
const UNWRITABLE = process.platform === 'linux' ? '/sys/kernel' : undefined;

describe('a data directory that cannot be written to', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'server-test-'));
    await writeFile(join(directory, 'file'), '');
  });

  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  async function expectRefused(dataDirectory: string, reason: RegExp): Promise<void> {
    for (const subcommand of [['--port', '0'], ['rebuild']]) {
      const refused = await runSubcommand(...subcommand, '--data-directory', dataDirectory);
      expect(refused).toMatchObject({ code: 1, output: '' });
      expect(refused.notes).toMatch(reason);
      expect(refused.notes).toContain('what to do: Give a directory that this user may write to: --data-directory');
    }
  }

  test('because it is a file is refused at the start, with what to do', async () => {
    await expectRefused(join(directory, 'file'), /the data directory cannot be used: (EEXIST|ENOTDIR)/);
  });

  const whereThereIsOne = UNWRITABLE === undefined ? test.skip : test;
  whereThereIsOne('because it is read-only is refused at the start, with what to do', async () => {
    await expectRefused(UNWRITABLE ?? '', /the data directory cannot be used: (EACCES|EPERM|EROFS)/);
  });
});
