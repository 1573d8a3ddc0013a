import { availableParallelism } from 'node:os';
import process from 'node:process';

/**
 * Workers for this machine where nobody says how many.
 *
 * On Linux a worker thread steps back behind decoding and everything else that the server does (see `step-back.ts`), so
 * there may be one for each core: they take what is left, and no more. Elsewhere a core is kept for the rest.
 */
export function defaultWorkerCount(
  cores = availableParallelism(),
  platform: NodeJS.Platform = process.platform,
): number {
  return platform === 'linux' ? cores : Math.max(1, cores - 1);
}
