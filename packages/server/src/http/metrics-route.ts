import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/index.js';
import { ERRORS, fileSchema } from './schemas.js';

/** What Prometheus asks for. */
export function addMetricsRoute(server: FastifyInstance, metrics: Metrics): void {
  server.get(
    '/metrics',
    {
      config: { access: 'admin' },
      schema: {
        tags: ['health'],
        summary: 'Counts and measures for Prometheus (docs/metrics.md)',
        response: { 200: fileSchema('text/plain'), ...ERRORS },
      },
    },
    async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
