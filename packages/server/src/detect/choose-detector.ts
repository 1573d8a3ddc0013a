import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ServerError } from '../errors.js';
import type { DetectorModule } from './detector.js';

/**
 * A detector of somebody's own, named by the path of its module.
 *
 * @throws ServerError `detector-module` when there is no such file
 */
export function ownDetector(path: string): DetectorModule {
  const file = resolve(path);
  if (!existsSync(file)) throw new ServerError('detector-module', `--detector ${path}: there is no file ${file}`);
  return { url: pathToFileURL(file).href, options: {} };
}
