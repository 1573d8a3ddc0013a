import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { KeptStreams } from '../support/kept-streams.js';
import { RunningServer } from '../support/running-server.js';
import { runSubcommand } from '../support/subcommand.js';

// A server needs seconds to load its models, more where other tests run beside this one.
jest.setTimeout(240_000);

describe('the catalogue of a server', () => {
  let kept: KeptStreams;
  let server: RunningServer;

  beforeAll(async () => {
    kept = await KeptStreams.make();
    await kept.add('kept', { faces: [0, 1, 2] });
    server = await RunningServer.start([], kept.dataDirectory);
  });

  afterAll(async () => server.cleanUp());

  /** It is opened beside the streams, so its log lines come when they come. */
  async function logged(text: string): Promise<void> {
    await eventually(
      async () => server.log,
      (log) => log.includes(text),
    );
  }

  async function rebuild(): ReturnType<typeof runSubcommand> {
    return runSubcommand('rebuild', '--data-directory', kept.dataDirectory);
  }

  test('is not touched by another process while the server runs', async () => {
    const second = await runSubcommand('--port', '0', '--data-directory', kept.dataDirectory);
    expect(second).toMatchObject({ code: 1, output: '' });
    expect(second.notes).toContain('the data directory is in use by process');
    expect(second.notes).toContain('what to do: Stop the other server');
    expect((await rebuild()).notes).toContain('the data directory is in use by process');
  });

  test('is there again after kill -9, at once and without being built anew', async () => {
    await logged('the catalogue is up to date');
    expect(server.log).toContain('the catalogue is built from the files');
    await server.end('SIGKILL');
    server = await RunningServer.start([], kept.dataDirectory);
    await logged('the catalogue is up to date');
    expect(server.log).not.toContain('the catalogue is built from the files');
  });

  test('is built anew by a command', async () => {
    await server.end('SIGTERM');
    await rm(join(kept.dataDirectory, 'catalogue.sqlite'));
    const built = await rebuild();
    expect(built).toMatchObject({ code: 0, notes: '' });
    expect(built.output).toMatch(/^1 streams, 1 recordings, 0 gaps and 3 analysed frames in [\d.]+ s\n$/);
  });

  test('is built anew by the server when it is broken', async () => {
    await writeFile(join(kept.dataDirectory, 'catalogue.sqlite'), 'broken '.repeat(1000));
    server = await RunningServer.start([], kept.dataDirectory);
    await logged('"reason":"file is not a database"');
  });
});
