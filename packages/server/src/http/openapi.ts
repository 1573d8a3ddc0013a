import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { openToEverybody } from './access.js';

const TAGS = [
  { name: 'streams', description: 'Streams that are live or kept, and their files.' },
  { name: 'access', description: 'Who may do what.' },
  { name: 'recordings', description: 'What is kept: lists, what was seen in it, deleting it.' },
  { name: 'health', description: 'For load balancers and people on call.' },
];

/**
 * Describes every route that is added after this, from the schemas that validate it: `/openapi.json` for programs,
 * `/docs` for people.
 */
export async function addApiDescription(server: FastifyInstance): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'webm-reassembler',
        description:
          'Live browser video in, recordings and detections out. Streams also come in over the WebSocket at /ingest.',
        version: '1',
      },
      tags: TAGS,
    },
  });
  server.get('/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, async () => server.swagger());
  await openToEverybody(server, async () =>
    server.register(fastifySwaggerUi, {
      routePrefix: '/docs',
      uiConfig: { docExpansion: 'list', validatorUrl: null },
    }),
  );
}
