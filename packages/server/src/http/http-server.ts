import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { StreamRegistry } from '../live/index.js';
import type { StreamStore } from '../record/index.js';
import { answerErrorsInJson } from './error-answers.js';
import { HealthSchema } from './schemas.js';
import { addSecurityHeaders } from './security-headers.js';
import { addSnapshotRoute } from './snapshot-route.js';
import { addStreamRoutes } from './stream-routes.js';

export interface HttpServerParts {
  readonly registry: StreamRegistry;
  readonly store: StreamStore;
  readonly pageDirectory: string;
  readonly log: Logger;
}

/** Builds the HTTP side: the page, the streams, their files. It does not listen yet. */
export async function createHttpServer({
  registry,
  store,
  pageDirectory,
  log,
}: HttpServerParts): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: asBaseLogger(log.child({ part: 'http' }, { level: quieter(log.level) })),
    // A viewer may hold a connection for hours; a server that stops must not wait for it.
    forceCloseConnections: true,
  });
  server.addHook('onRequest', addSecurityHeaders);
  answerErrorsInJson(server);
  await server.register(fastifyStatic, { root: pageDirectory, cacheControl: false });
  server.get('/healthz', { schema: { response: { 200: HealthSchema } } }, async () => ({ status: 'ok' as const }));
  addStreamRoutes(server, { registry, store });
  addSnapshotRoute(server, registry);
  return server;
}

/** Fastify's type of a logger is wider than pino's; an instance of the wider keeps its plugins' types simple. */
function asBaseLogger(log: FastifyBaseLogger): FastifyBaseLogger {
  return log;
}

/** Every request at `info` would bury what happens to the streams. */
function quieter(level: string): string {
  return level === 'info' ? 'warn' : level;
}
