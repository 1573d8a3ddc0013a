import type { Logger } from 'pino';
import type { Catalogue, CatalogueKeeper } from './catalogue/index.js';
import type { Configuration } from './config/keys.js';
import type { StreamRegistry } from './live/index.js';
import { readStreamRule, RetentionJob, type StreamRule } from './retention/index.js';

interface RetentionSurroundings {
  readonly registry: StreamRegistry;
  readonly catalogue: Catalogue;
  readonly keeper: CatalogueKeeper;
  readonly log: Logger;
}

/** More than a data directory ever holds. */
const ALL = Number.MAX_SAFE_INTEGER;

const INTERVAL_MS = 60_000;

/** Puts the streams and the catalogue behind what retention asks for, and lets it run. */
export function startRetention(
  { keepHours, keepOctets, keepHoursOf, keepOctetsOf }: Configuration,
  { registry, catalogue, keeper, log }: RetentionSurroundings,
): RetentionJob {
  const job = new RetentionJob({
    rules: { keepHours, keepOctets, keepHoursOf: rulesOf(keepHoursOf), keepOctetsOf: rulesOf(keepOctetsOf) },
    streams: async () => {
      await keeper.update();
      const live = new Set(registry.liveIds);
      return (await catalogue.streams({ limit: ALL })).map((stream) => ({ ...stream, isLive: live.has(stream.id) }));
    },
    remove: async (id) => {
      await registry.remove(id);
      await catalogue.forget(id);
    },
    now: () => Date.now(),
    log,
  });
  job.start(INTERVAL_MS);
  return job;
}

/** The configuration holds only rules that can be read. */
function rulesOf(texts: readonly string[]): readonly StreamRule[] {
  return texts.flatMap((text) => readStreamRule(text) ?? []);
}
