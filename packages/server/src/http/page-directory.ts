import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerError } from '../errors.js';

/**
 * Finds the built page in the package of the browser client, wherever npm has put that.
 *
 * @throws ServerError `page-missing` when it has not been built
 */
export function findPageDirectory(): string {
  const page = fileURLToPath(import.meta.resolve('@webm-reassembler/browser-client/page/index.html'));
  if (!existsSync(page)) throw new ServerError('page-missing', `the page is not built: ${page} is not there`);
  return dirname(page);
}
