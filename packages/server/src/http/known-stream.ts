import { ServerError } from '../errors.js';
import type { StreamRegistry, StreamSummary } from '../live/index.js';

/**
 * A stream that is live or kept.
 *
 * @throws ServerError `not-found`
 */
export function knownStream(registry: StreamRegistry, id: string): StreamSummary {
  const summary = registry.get(id);
  if (summary === undefined) throw new ServerError('not-found', `there is no stream ${id}`);
  return summary;
}
