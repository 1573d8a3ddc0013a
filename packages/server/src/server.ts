import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { type Access, setUpAccess } from './access-setup.js';
import { createAnalysisEngine } from './analysis-engine.js';
import { InProcessBus } from './bus/index.js';
import { Catalogue, CatalogueKeeper } from './catalogue/index.js';
import type { Configuration } from './config/keys.js';
import { DataDirectoryLock } from './data-directory-lock.js';
import { findDecoder, type FoundDecoder } from './decode/index.js';
import type { DetectorPool, PoolReady } from './detect/index.js';
import { messageOf } from './errors.js';
import { createHttpServer, findPageDirectory } from './http/index.js';
import { AuthorisedStreams, IngestServer } from './ingest/index.js';
import { type RegistryOptions, StreamRegistry } from './live/index.js';
import { listenError } from './listen-error.js';
import { observe } from './observation.js';
import { StreamStore } from './record/index.js';
import { ServerReadiness } from './readiness.js';
import { bodyPublishing } from './body-publishing.js';
import { startRetention } from './retention-setup.js';
import { Refusals } from './refusals.js';
import { analysisLimits, startPool } from './start-pool.js';
import { LiveFeeds, WatchServer } from './watch/index.js';

/** A server at work. */
export interface RunningServer {
  /** Address of the page, for example `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly decoder: FoundDecoder;
  readonly detector: PoolReady;
  /** How many frames are looked at at a time. */
  readonly detectorWorkers: number;
  /** Made by this start, the first on its data directory: to be shown once, for it is kept nowhere. */
  readonly newAdminSecret: string | undefined;
  /** Takes no new streams, finishes the recordings, and closes everything. */
  close(): Promise<void>;
}

/**
 * Starts a server. It listens when this resolves.
 *
 * @throws ServerError for what is wrong with the configuration, the data directory or the address; errors of the
 * decoder and the detector, each with a remedy, when they cannot be had
 */
export async function startServer(configuration: Configuration, log: Logger): Promise<RunningServer> {
  const lock = await DataDirectoryLock.acquire(configuration.dataDirectory);
  try {
    const server = await startLocked(configuration, log);
    const close = async (): Promise<void> => server.close().finally(() => lock.release());
    return { ...server, close };
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

async function startLocked(configuration: Configuration, log: Logger): Promise<RunningServer> {
  const pageDirectory = findPageDirectory();
  const store = await StreamStore.open(configuration.dataDirectory, (directory, reason) =>
    log.warn({ directory, reason }, 'a directory in the data directory is no stream and is left alone'),
  );
  const access = await setUpAccess(configuration, log);
  const decoder = await findDecoder(configuration);
  const catalogue = openCatalogue(configuration, log);
  const pool = startPool(configuration, log);
  try {
    const detector = await pool.ready;
    const serving = await serve({ configuration, log, access, store, catalogue, decoder, pool, pageDirectory });
    const { newAdminSecret } = access;
    return { decoder, detector, detectorWorkers: pool.size, newAdminSecret, ...serving };
  } catch (thrown) {
    await Promise.allSettled([pool.close(), catalogue.close()]);
    throw thrown;
  }
}

interface ServerParts {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly access: Access;
  readonly store: StreamStore;
  readonly catalogue: Catalogue;
  readonly decoder: FoundDecoder;
  readonly pool: DetectorPool;
  readonly pageDirectory: string;
}

/** The streams, and everything that hears of them or looks after what they leave. */
function startStreams({ configuration, log, access, store, catalogue, decoder, pool }: ServerParts) {
  const bus = new InProcessBus((thrown) => log.error({ err: thrown }, 'a listener of the event bus threw'));
  const engine = createAnalysisEngine(configuration, decoder, pool);
  const feeds = new LiveFeeds(configuration.maxViewerWaitingOctets);
  const refusals = new Refusals();
  const observation = observe(configuration, {
    bus,
    log,
    sources: {
      liveStreams: () => registry.liveIds.length,
      unrecordedOctets: () => registry.unrecordedOctets,
      waitingFrames: () => pool.waiting,
      viewers: () => watch.viewers,
      refusals: () => refusals.counts,
    },
  });
  const { observer } = observation;
  const registry = new StreamRegistry(registryOptions(configuration), { store, engine, bus, feeds, observer, log });
  const keeper = new CatalogueKeeper(catalogue, () => registry.liveIds, log);
  bus.subscribeToAll((stream, { type }) => {
    if (type === 'ended') keeper.noteEnded(stream);
  });
  const retention = startRetention(configuration, { registry, catalogue, keeper, log });
  const watchOptions = { ...configuration, onRefused: refusals.add };
  const watch = new WatchServer(watchOptions, { guard: access.guard, feeds, bus, streams: registry, log });
  return { bus, registry, refusals, observation, keeper, retention, watch };
}

async function serve(parts: ServerParts): Promise<Pick<RunningServer, 'url' | 'close'>> {
  const { configuration, log, store, catalogue, decoder, pool, pageDirectory } = parts;
  const { guard, tls } = parts.access;
  const { bus, registry, refusals, observation, keeper, retention, watch } = startStreams(parts);
  const streams = new AuthorisedStreams(registry, guard);
  const ingestOptions = { ...configuration, requiresTokens: guard.isRequired, onRefused: refusals.add };
  const ingest = new IngestServer(ingestOptions, streams, log);
  const readiness = new ServerReadiness(decoder, pool);
  const shared = {
    registry,
    bus,
    store,
    recordings: { catalogue, keeper },
    publishing: bodyPublishing(configuration, streams),
    analysis: analysisLimits(configuration),
    guard,
    allowedOrigins: configuration.allowedOrigins,
    refusals,
    metrics: observation.metrics,
    readiness,
  };
  const http = await createHttpServer({ ...shared, tls, pageDirectory, log });
  passUpgrades(http.server, watch, ingest);
  try {
    await http.listen({ host: configuration.host, port: configuration.port });
  } catch (thrown) {
    ingest.close();
    watch.close();
    throw listenError(thrown, configuration);
  }
  registry.startRestoring();
  const close = async (): Promise<void> => {
    readiness.isDraining = true;
    ingest.drain();
    await within(registry.drain(), configuration.drainTimeoutMs, () =>
      log.error('the drain timeout is over: streams are left unfinished'),
    );
    ingest.close();
    watch.close();
    for (const part of [http, pool, retention, keeper, catalogue, observation]) await part.close();
  };
  const scheme = tls === undefined ? 'http' : 'https';
  return { url: urlOf(scheme, portOf(http.server.address()), configuration.host), close };
}

/** Streams do not wait until everything is indexed; who asks the catalogue does. */
function openCatalogue({ dataDirectory }: Configuration, log: Logger): Catalogue {
  const catalogue = new Catalogue(dataDirectory, {
    onRebuilding: (reason) => log.warn({ reason }, 'the catalogue is built from the files'),
    onLost: (reason) => log.error({ reason }, 'the catalogue has failed and is opened again'),
  });
  catalogue.totals().then(
    (totals) => log.info(totals, 'the catalogue is up to date'),
    (thrown: unknown) => log.error({ err: thrown }, messageOf(thrown)),
  );
  return catalogue;
}

function registryOptions(configuration: Configuration): RegistryOptions {
  const { fsync, fsyncIntervalMs, keepJournals } = configuration;
  const sync = { when: fsync, intervalMs: fsyncIntervalMs };
  const analysis = analysisLimits(configuration);
  return { ...configuration, analysis, sync, keepsJournals: keepJournals === 'yes' };
}

/** An HTTP server that listens on TCP always has one; the type also knows pipes. */
function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The address that a browser on this machine can open. */
function urlOf(scheme: string, port: number, host: string): string {
  const isEveryAddress = host === '0.0.0.0' || host === '::';
  const name = isEveryAddress ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${name}:${port}/`;
}

async function within(work: Promise<void>, deadlineMs: number, onLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      onLate();
      resolve();
    }, deadlineMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}

/** Viewers and publishers come by WebSocket, each to a path of their own. */
function passUpgrades(server: Server, watch: WatchServer, ingest: IngestServer): void {
  server.on('upgrade', (request, socket, head) =>
    (watch.isFor(request) ? watch : ingest).handleUpgrade(request, socket, head),
  );
}
