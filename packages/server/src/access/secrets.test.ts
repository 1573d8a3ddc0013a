import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secrets } from './secrets.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

test('the first start makes a secret and shows it, later ones know it but cannot show it', async () => {
  const first = await Secrets.load(directory);
  const second = await Secrets.load(directory);
  expect(first.newAdminSecret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(second.newAdminSecret).toBeUndefined();
  expect(second.isAdminSecret(first.newAdminSecret ?? '')).toBe(true);
  expect(second.signingKey).toEqual(first.signingKey);
});

test('another text is not the secret', async () => {
  const secrets = await Secrets.load(directory);
  for (const text of ['', 'x', `${secrets.newAdminSecret ?? ''} `]) expect(secrets.isAdminSecret(text)).toBe(false);
});

test('the file holds a hash of the secret, and only this user may read it', async () => {
  const { newAdminSecret = '' } = await Secrets.load(directory);
  const path = join(directory, 'access.json');
  expect(await readFile(path, 'utf8')).not.toContain(newAdminSecret);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.each([
  ['what is no JSON', '{'],
  ['what is no secrets file', '{"version": 1}'],
])('a file that holds %s is refused, not replaced: that would end every token', async (_, text) => {
  const path = join(directory, 'access.json');
  await writeFile(path, text);
  await expect(Secrets.load(directory)).rejects.toMatchObject({ code: 'data-directory' });
  expect(await readFile(path, 'utf8')).toBe(text);
});
