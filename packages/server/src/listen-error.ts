import type { Configuration } from './config/keys.js';
import { messageOf, ServerError } from './errors.js';
import { isSystemError } from './system-error.js';

/** Why the address of the configuration cannot be listened on. */
export function listenError(thrown: unknown, { host, port }: Pick<Configuration, 'host' | 'port'>): ServerError {
  return isSystemError(thrown, 'EADDRINUSE')
    ? new ServerError('address-in-use', `another program listens on ${host} port ${port}`, { cause: thrown })
    : new ServerError('configuration', `--host ${host} --port ${port}: ${messageOf(thrown)}`, { cause: thrown });
}
