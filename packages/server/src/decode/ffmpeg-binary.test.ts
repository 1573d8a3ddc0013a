import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from '@jest/globals';
import { findFfmpeg } from './ffmpeg-binary.js';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ffmpeg-binary-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A stand-in that answers `-version` as ffmpeg does. */
function ffmpeg(folder: string, version: string, libavutil: string, mode = 0o755): string {
  mkdirSync(join(directory, folder));
  const path = join(directory, folder, 'ffmpeg');
  writeFileSync(
    path,
    `#!/bin/sh\necho "ffmpeg version ${version} Copyright"\necho "libavutil      ${libavutil} / ${libavutil}"\n`,
  );
  chmodSync(path, mode);
  return path;
}

function searchPath(...folders: readonly string[]): string {
  return folders.map((folder) => join(directory, folder)).join(delimiter);
}

const noInstaller = () => undefined;

test('the configured one is used, however old, and no other', async () => {
  const configuredPath = ffmpeg('configured', '3.4.8', '55. 78.100');
  ffmpeg('system', '7.1', '59. 39.100');
  expect(await findFfmpeg({ configuredPath, searchPath: searchPath('system') })).toEqual({
    path: configuredPath,
    version: '3.4.8',
    major: 3,
    source: 'configured',
  });
});

test('a configured one that does not run is an error and not silently replaced', async () => {
  ffmpeg('system', '7.1', '59. 39.100');
  const configuredPath = join(directory, 'missing');
  const search = { configuredPath, searchPath: searchPath('system') };
  await expect(findFfmpeg(search)).rejects.toMatchObject({
    code: 'configuration',
    message: expect.stringContaining(configuredPath),
  });
});

test('the first on the path is used without a warning when it is new enough', async () => {
  const path = ffmpeg('second', '5.1.9-0+deb12u1', '57. 28.100');
  ffmpeg('third', '7.1', '59. 39.100');
  const found = await findFfmpeg({ searchPath: searchPath('first', 'second', 'third'), installerPath: noInstaller });
  expect(found).toEqual({ path, version: '5.1.9-0+deb12u1', major: 5, source: 'system' });
});

test('the age is that of the libraries, for a build from a commit has no version number', async () => {
  ffmpeg('system', 'N-47683-g0e8eb07980-static', '56. 24.101');
  const path = ffmpeg('installer', '4.4', '56. 70.100');
  const found = await findFfmpeg({ searchPath: searchPath('system'), installerPath: () => path });
  expect(found).toMatchObject({ source: 'installer', major: 4 });
});

test('where the system has none or an old one, that of npm is used with a warning that says what to do', async () => {
  const path = ffmpeg('installer', 'N-47683-g0e8eb07980-static', '56. 24.101');
  const found = await findFfmpeg({ searchPath: '', installerPath: () => path });
  expect(found).toMatchObject({
    path,
    source: 'installer',
    warning: expect.stringMatching(/no system ffmpeg.*apt install ffmpeg.*FFMPEG_PATH/),
  });
});

test('the one of npm is made executable where npm has not done it', async () => {
  const path = ffmpeg('installer', '4.1', '56. 24.101', 0o644);
  await findFfmpeg({ searchPath: '', installerPath: () => path });
  expect(statSync(path).mode & 0o777).toBe(0o755);
});

test('an old system one is better than none, and the warning says that it is old', async () => {
  const path = ffmpeg('system', '4.4.2', '56. 70.100');
  const found = await findFfmpeg({ searchPath: searchPath('system'), installerPath: noInstaller });
  expect(found).toMatchObject({ path, source: 'system', warning: expect.stringContaining('4.4.2, older than 5') });
});

test('something on the path that is not ffmpeg is passed over', async () => {
  mkdirSync(join(directory, 'other'));
  writeFileSync(join(directory, 'other', 'ffmpeg'), '#!/bin/sh\necho hello\n', { mode: 0o755 });
  const path = ffmpeg('real', '6.0', '58.  2.100');
  const found = await findFfmpeg({ searchPath: searchPath('other', 'real'), installerPath: noInstaller });
  expect(found.path).toBe(path);
});

test('where there is none at all the error says how to get one', async () => {
  const search = findFfmpeg({ searchPath: '', installerPath: noInstaller });
  await expect(search).rejects.toMatchObject({
    code: 'ffmpeg-missing',
    remedy: expect.stringMatching(/apt install ffmpeg/),
  });
});
