import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTls } from './tls.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tls-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const none = { tlsCertificate: undefined, tlsKey: undefined };

test('a self-signed certificate is for this machine, and the next start has the same one', async () => {
  const options = { tls: 'self-signed', ...none, dataDirectory: directory } as const;
  const made = await loadTls(options);
  const certificate = new X509Certificate(made?.cert ?? '');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 365 * 86_400_000);
  expect(await loadTls(options)).toEqual(made);
});

test('the key of a self-signed certificate can be read by this user only', async () => {
  await loadTls({ tls: 'self-signed', ...none, dataDirectory: directory });
  expect((await stat(join(directory, 'tls', 'key.pem'))).mode & 0o777).toBe(0o600);
});

test('files that belong together are taken', async () => {
  const made = await loadTls({ tls: 'self-signed', ...none, dataDirectory: directory });
  const tlsCertificate = join(directory, 'tls', 'certificate.pem');
  const tlsKey = join(directory, 'tls', 'key.pem');
  expect(await loadTls({ tls: 'files', tlsCertificate, tlsKey, dataDirectory: '' })).toEqual(made);
});

test('a key of another certificate, a missing file and a missing name are refused', async () => {
  const other = join(directory, 'other');
  await loadTls({ tls: 'self-signed', ...none, dataDirectory: directory });
  await loadTls({ tls: 'self-signed', ...none, dataDirectory: other });
  const tlsCertificate = join(directory, 'tls', 'certificate.pem');
  const files = { tls: 'files', tlsCertificate, dataDirectory: directory } as const;
  await writeFile(join(directory, 'no.pem'), 'nothing');
  for (const tlsKey of [
    join(other, 'tls', 'key.pem'),
    join(directory, 'missing.pem'),
    join(directory, 'no.pem'),
    undefined,
  ])
    await expect(loadTls({ ...files, tlsKey })).rejects.toMatchObject({ code: 'configuration' });
});

test('without TLS there is nothing to read', async () => {
  expect(await loadTls({ tls: 'off', ...none, dataDirectory: directory })).toBeUndefined();
});
