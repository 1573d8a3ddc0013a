import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AccessGuard, TlsMaterial } from '../access/index.js';
import type { EventBus } from '../bus/index.js';
import type { AnalysisLimits, StreamRegistry } from '../live/index.js';
import type { Metrics } from '../metrics/index.js';
import type { StreamStore } from '../record/index.js';
import type { Refusals } from '../refusals.js';
import { openToEverybody } from './access.js';
import { accessHook } from './access-hook.js';
import { addAnalysisRoute } from './analysis-route.js';
import { answerErrorsInJson } from './error-answers.js';
import { addDetectionRoutes } from './detection-routes.js';
import { addFileRoutes } from './file-routes.js';
import { addHealthRoutes, type Readiness } from './health-routes.js';
import { addApiDescription } from './openapi.js';
import { addFaceRoute, addRecordingRoutes, addRemovalRoute, type RecordingRouteParts } from './recording-routes.js';
import { addPublishRoutes, type PublishRouteParts } from './publish-routes.js';
import { addMetricsRoute } from './metrics-route.js';
import { addSecurityHeaders } from './security-headers.js';
import { addSnapshotRoute } from './snapshot-route.js';
import { addStreamRoutes } from './stream-routes.js';
import { addStillPublishRoute, addStillRoutes } from './still-routes.js';
import { addSessionRoutes, addTokenRoutes } from './token-routes.js';
import { addWatchRoutes } from './watch-routes.js';

export interface HttpServerParts {
  readonly bus: EventBus;
  readonly registry: StreamRegistry;
  readonly store: StreamStore;
  readonly recordings: RecordingRouteParts['recordings'];
  readonly publishing: PublishRouteParts;
  readonly readiness: Readiness;
  /** What streams may ask of the analysis. */
  readonly analysis: AnalysisLimits;
  readonly guard: AccessGuard;
  /** Absent: plain HTTP. */
  readonly tls: TlsMaterial | undefined;
  readonly allowedOrigins: readonly string[];
  readonly refusals: Refusals;
  readonly metrics: Metrics;
  readonly pageDirectory: string;
  readonly log: Logger;
}

/** Builds the HTTP side: the pages, the streams, their files. It does not listen yet. */
export async function createHttpServer(parts: HttpServerParts): Promise<FastifyInstance> {
  const { log, tls } = parts;
  const server = Fastify({
    loggerInstance: asBaseLogger(log.child({ part: 'http' }, { level: quieter(log.level) })),
    // A viewer may hold a connection for hours; a server that stops must not wait for it.
    forceCloseConnections: true,
    serverFactory: (handler) => createPlainOrTlsServer(handler, tls),
  });
  await addEverything(server, parts);
  return server;
}

/** Adds every route, and what goes for all of them. */
export async function addEverything(
  server: FastifyInstance,
  parts: Omit<HttpServerParts, 'log' | 'tls'>,
): Promise<void> {
  const { registry, bus, store, recordings, publishing, readiness, guard, allowedOrigins, refusals, pageDirectory } =
    parts;
  server.addHook('onRequest', addSecurityHeaders);
  server.addHook('onRequest', accessHook({ guard, allowedOrigins }));
  answerErrorsInJson(server, refusals.add);
  await addApiDescription(server);
  // The page and what belongs to it: files without a word about any stream.
  const page = { root: pageDirectory, cacheControl: false };
  await openToEverybody(server, async () => server.register(fastifyStatic, page));
  server.get('/recordings', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.sendFile('recordings.html'),
  );
  addAnalysisRoute(server, parts.analysis);
  addHealthRoutes(server, readiness);
  addTokenRoutes(server, guard);
  addSessionRoutes(server, guard);
  addMetricsRoute(server, parts.metrics);
  addStreamRoutes(server, { registry, store });
  addFileRoutes(server, { registry, store });
  await addPublishRoutes(server, publishing);
  await addStillPublishRoute(server, publishing);
  addStillRoutes(server, { registry, store });
  addSnapshotRoute(server, registry);
  addRecordingRoutes(server, { registry, recordings });
  addFaceRoute(server, { registry, recordings });
  addRemovalRoute(server, { registry, recordings });
  addDetectionRoutes(server, { registry, store });
  addWatchRoutes(server, { registry, bus });
}

/** A server of HTTPS answers the same requests and has the same events; Fastify's types tell them apart all the same. */
function createPlainOrTlsServer(handler: RequestListener, tls: TlsMaterial | undefined): Server {
  // A stream that comes as a body takes as long as it lasts. Headers have Node's limit of a minute.
  const options = { requestTimeout: 0 };
  return tls === undefined
    ? createServer(options, handler)
    : createTlsServer({ ...options, cert: tls.cert, key: tls.key }, handler);
}

/** Fastify's type of a logger is wider than pino's; an instance of the wider keeps its plugins' types simple. */
function asBaseLogger(log: FastifyBaseLogger): FastifyBaseLogger {
  return log;
}

/** Every request at `info` would bury what happens to the streams. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level;
}
