import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../config/read-configuration.js';
import { ServerError } from '../../errors.js';
import { type Check, ok, resultOf, warning } from './check.js';
import { checksFor } from './checks.js';
import { runChecks } from './doctor.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doctor-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

function checkNamed(name: string, flags: readonly string[]): Check {
  const check = checksFor(readConfiguration({ flags, environment: {} })).find((candidate) => candidate.name === name);
  if (check === undefined) throw new Error(`there is no check of ${name}`);
  return check;
}

test('what fails is told with what to do, and makes the whole fail', async () => {
  const lines: string[] = [];
  const checks = [
    { name: 'one', run: async () => ok('fine') },
    { name: 'two', run: async () => warning('slow', 'Buy another.') },
    { name: 'three', run: async () => Promise.reject(new ServerError('not-found', 'gone')) },
  ];
  expect(await runChecks(checks, (line) => lines.push(line))).toBe(1);
  expect(lines.join('\n')).toMatch(
    /ok +one +fine\nwarning +two +slow\n +what to do: Buy another\.\nFAILED +three +gone/,
  );
  expect(lines.at(-1)).toBe('1 of 3 failed.');
});

test('with warnings only the server can be started', async () => {
  expect(await runChecks([{ name: 'two', run: async () => warning('slow', 'Wait.') }], () => undefined)).toBe(0);
});

test('a port that is taken is found', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await resultOf(checkNamed('port', ['--port', String(port)]))).toMatchObject({
    state: 'failed',
    found: `another program listens on 127.0.0.1 port ${port}`,
    remedy: expect.stringMatching(/^Stop the other program/) as string,
  });
  await new Promise((resolve) => other.close(resolve));
});

test('a port that nobody has is found fit', async () => {
  // Any that is free: one that was free a moment ago somebody else may have by now.
  expect(await resultOf(checkNamed('port', ['--port', '0']))).toMatchObject({ state: 'ok' });
});

test('an address that this machine does not have is found, and no other program is blamed', async () => {
  const check = checkNamed('port', ['--host', '192.0.2.1', '--port', '0']);
  expect(await resultOf(check)).toMatchObject({
    state: 'failed',
    found: expect.stringContaining('--host 192.0.2.1 --port 0') as string,
    remedy: expect.stringMatching(/^Correct the value/) as string,
  });
});

test('a data directory that cannot be one is found', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  const inFile = checkNamed('data directory', ['--data-directory', join(file, 'below')]);
  expect(await resultOf(inFile)).toMatchObject({
    state: 'failed',
    remedy: 'Give a directory that this user may write to: --data-directory DIRECTORY.',
  });
  expect(await resultOf(checkNamed('data directory', ['--data-directory', directory]))).toMatchObject({ state: 'ok' });
});

test('an ffmpeg that is not there is found', async () => {
  const check = checkNamed('decoder', ['--ffmpeg-path', join(directory, 'none')]);
  expect(await resultOf(check)).toMatchObject({ state: 'failed' });
});

test('a certificate that is not there is found', async () => {
  const check = checkNamed('TLS', ['--tls', 'files', '--tls-certificate', 'none.pem', '--tls-key', 'none.pem']);
  expect(await resultOf(check)).toMatchObject({ state: 'failed' });
});
