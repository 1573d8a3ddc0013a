import type { FastifyInstance } from 'fastify';
import { HealthSchema, ReadinessSchema } from './schemas.js';

/** What has to work before this server can take streams. */
export interface Readiness {
  /** Whether the server stops. */
  readonly isDraining: boolean;
  /** What takes frames out of streams can be started. */
  isDecoderReady(): Promise<boolean>;
  /** A detector has loaded its models. */
  isDetectorReady(): Promise<boolean>;
}

/** `/healthz`: the process answers. `/readyz`: it takes streams and analyses them; a load balancer sends them here. */
export function addHealthRoutes(server: FastifyInstance, readiness: Readiness): void {
  const tags = ['health'];
  server.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: { tags, summary: 'Whether the process answers', response: { 200: HealthSchema } },
    },
    async () => ({ status: 'ok' as const }),
  );

  server.get(
    '/readyz',
    {
      config: { access: 'open' },
      schema: {
        tags,
        summary: 'Whether the server takes streams and can analyse them',
        response: { 200: ReadinessSchema, 503: ReadinessSchema },
      },
    },
    async (_request, reply) => {
      const [decoder, detector] = await Promise.all([readiness.isDecoderReady(), readiness.isDetectorReady()]);
      const draining = readiness.isDraining;
      const isReady = decoder && detector && !draining;
      return reply
        .status(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: isReady ? 'ready' : 'not-ready', decoder, detector, draining });
    },
  );
}
