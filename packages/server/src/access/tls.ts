import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { messageOf, ServerError } from '../errors.js';

/** What the server needs to speak TLS, as PEM texts. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, for people who compare it with what their browser shows. */
  readonly fingerprint: string;
}

export interface TlsOptions {
  readonly tls: 'off' | 'self-signed' | 'files';
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
  readonly dataDirectory: string;
}

const DAY_MS = 86_400_000;
/** Apple's systems take no certificate for a server that is valid for longer. */
const VALID_DAYS = 397;
/** A certificate that is about to end is replaced at the next start. */
const RENEW_DAYS_BEFORE = 14;

/**
 * Reads the certificate that is configured, or makes one of its own and keeps it.
 *
 * @returns `undefined` without TLS
 * @throws ServerError `configuration` when a file is missing, not readable, or the two do not belong together
 */
export async function loadTls(options: TlsOptions): Promise<TlsMaterial | undefined> {
  switch (options.tls) {
    case 'off':
      return undefined;
    case 'files':
      return fromFiles(options);
    case 'self-signed':
      return selfSigned(join(options.dataDirectory, 'tls'));
    default:
      return options.tls satisfies never;
  }
}

async function fromFiles({ tlsCertificate, tlsKey }: TlsOptions): Promise<TlsMaterial> {
  if (tlsCertificate === undefined || tlsKey === undefined)
    throw new ServerError('configuration', '--tls files needs both --tls-certificate and --tls-key');
  try {
    const [cert, key] = await Promise.all([readFile(tlsCertificate, 'utf8'), readFile(tlsKey, 'utf8')]);
    return materialOf(cert, key);
  } catch (thrown) {
    throw new ServerError('configuration', `the certificate cannot be used: ${messageOf(thrown)}`, { cause: thrown });
  }
}

async function selfSigned(directory: string): Promise<TlsMaterial> {
  const paths = { cert: join(directory, 'certificate.pem'), key: join(directory, 'key.pem') };
  try {
    return (await kept(paths)) ?? (await make(directory, paths));
  } catch (thrown) {
    throw new ServerError('data-directory', `the certificate cannot be kept: ${messageOf(thrown)}`, { cause: thrown });
  }
}

interface TlsPaths {
  readonly cert: string;
  readonly key: string;
}

/** The certificate of an earlier start, so that a browser which was told to trust it goes on doing so. */
async function kept({ cert, key }: TlsPaths): Promise<TlsMaterial | undefined> {
  const texts = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')]).catch(() => undefined);
  if (texts === undefined) return undefined;
  const end = Date.parse(new X509Certificate(texts[0]).validTo);
  return end - Date.now() > RENEW_DAYS_BEFORE * DAY_MS ? materialOf(...texts) : undefined;
}

async function make(directory: string, paths: TlsPaths): Promise<TlsMaterial> {
  const made = await generate([{ name: 'commonName', value: 'webm-reassembler' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames: [...namesOfThisMachine()] }],
  });
  await mkdir(directory, { recursive: true });
  await writeFile(paths.key, made.private, { mode: 0o600 });
  await chmod(paths.key, 0o600);
  await writeFile(paths.cert, made.cert);
  return materialOf(made.cert, made.private);
}

/** Every name and address under which this machine may be called. */
function namesOfThisMachine(): readonly ({ type: 2; value: string } | { type: 7; ip: string })[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    // A link-local IPv6 address comes with the name of its interface, which a certificate cannot hold.
    .filter((address) => !address.startsWith('fe80'));
  const names = new Set(['localhost', hostname()]);
  return [
    ...[...names].map((value) => ({ type: 2 as const, value })),
    ...[...new Set(['127.0.0.1', '::1', ...addresses])].map((ip) => ({ type: 7 as const, ip })),
  ];
}

/** @throws Error when the key is not that of the certificate */
function materialOf(cert: string, key: string): TlsMaterial {
  const certificate = new X509Certificate(cert);
  if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is not that of the certificate');
  return { cert, key, fingerprint: certificate.fingerprint256 };
}
