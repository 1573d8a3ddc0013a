import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { StreamRegistry } from '../live/index.js';
import type { StreamStore } from '../record/index.js';
import { openToEverybody } from './access.js';
import { answerErrorsInJson } from './error-answers.js';
import { addFileRoutes } from './file-routes.js';
import { addHealthRoutes, type Readiness } from './health-routes.js';
import { addApiDescription } from './openapi.js';
import { addSecurityHeaders } from './security-headers.js';
import { addSnapshotRoute } from './snapshot-route.js';
import { addStreamRoutes } from './stream-routes.js';

export interface HttpServerParts {
  readonly registry: StreamRegistry;
  readonly store: StreamStore;
  readonly readiness: Readiness;
  readonly pageDirectory: string;
  readonly log: Logger;
}

/** Builds the HTTP side: the pages, the streams, their files. It does not listen yet. */
export async function createHttpServer(parts: HttpServerParts): Promise<FastifyInstance> {
  const { log } = parts;
  const server = Fastify({
    loggerInstance: asBaseLogger(log.child({ part: 'http' }, { level: quieter(log.level) })),
    // A viewer may hold a connection for hours; a server that stops must not wait for it.
    forceCloseConnections: true,
  });
  await addEverything(server, parts);
  return server;
}

/** Adds every route, and what goes for all of them. */
export async function addEverything(server: FastifyInstance, parts: Omit<HttpServerParts, 'log'>): Promise<void> {
  const { registry, store, readiness, pageDirectory } = parts;
  server.addHook('onRequest', addSecurityHeaders);
  answerErrorsInJson(server);
  await addApiDescription(server);
  // The page and what belongs to it: files without a word about any stream.
  const page = { root: pageDirectory, cacheControl: false };
  await openToEverybody(server, async () => server.register(fastifyStatic, page));
  addHealthRoutes(server, readiness);
  addStreamRoutes(server, { registry, store });
  addFileRoutes(server, { registry, store });
  addSnapshotRoute(server, registry);
}

/** Fastify's type of a logger is wider than pino's; an instance of the wider keeps its plugins' types simple. */
function asBaseLogger(log: FastifyBaseLogger): FastifyBaseLogger {
  return log;
}

/** Every request at `info` would bury what happens to the streams. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level;
}
