import type { StreamRecord } from '../record/index.js';
import type { StagesEnd } from './live-stages.js';
import type { StageParts } from './stage-parts.js';
import type { StreamStatistics } from './stream-statistics.js';

/** How a stream has ended. */
export type StreamEnd = Pick<StagesEnd, 'endedAt' | 'endSequence'>;

/** A stream as `stream.json` keeps it, but for its recordings. */
export function streamRecord(
  { id, mimeType, startedAt }: StageParts,
  statistics: StreamStatistics,
  end: StreamEnd | undefined,
): Omit<StreamRecord, 'recordings'> {
  return {
    version: 1,
    id,
    mimeType,
    startedAt: startedAt.toISOString(),
    endedAt: end?.endedAt.toISOString() ?? null,
    ...(end?.endSequence === undefined ? {} : { endSequence: end.endSequence }),
    chunks: statistics.chunks,
    octets: statistics.octets,
    ...statistics.media,
  };
}
