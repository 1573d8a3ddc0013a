import type { Logger } from 'pino';
import { AccessGuard, isLoopback, loadTls, Secrets, type TlsMaterial } from './access/index.js';
import type { Configuration } from './config/keys.js';

/** Who may come in, and how they are spoken to. */
export interface Access {
  readonly guard: AccessGuard;
  readonly tls: TlsMaterial | undefined;
  /** Only at the very first start: to be shown once. */
  readonly newAdminSecret: string | undefined;
}

/**
 * Reads or makes the secrets and the certificate.
 *
 * @throws ServerError `data-directory` or `configuration` when they cannot be read, made or used
 */
export async function setUpAccess(configuration: Configuration, log: Logger): Promise<Access> {
  const { dataDirectory, host, requireTokens } = configuration;
  const secrets = await Secrets.load(dataDirectory);
  const tls = await loadTls(configuration);
  const isRequired = requireTokens === 'always' || !isLoopback(host);
  if (isRequired && tls === undefined)
    log.warn('tokens and pictures go over the network unencrypted: use --tls, or a proxy that speaks HTTPS');
  if (tls !== undefined) log.info({ sha256: tls.fingerprint }, 'TLS is on');
  return { guard: new AccessGuard(secrets, isRequired), tls, newAdminSecret: secrets.newAdminSecret };
}
