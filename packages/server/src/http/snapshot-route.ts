import type { FastifyInstance } from 'fastify';
import { ServerError } from '../errors.js';
import type { StreamRegistry } from '../live/index.js';
import { renderSnapshot } from '../snapshot/index.js';
import { ERRORS, fileSchema, type StreamParams, StreamParamsSchema } from './schemas.js';

/** The newest analysed frame of a live stream as a JPEG with its boxes. */
export function addSnapshotRoute(server: FastifyInstance, registry: StreamRegistry): void {
  server.get<{ Params: StreamParams }>(
    '/api/streams/:id/snapshot.jpg',
    {
      config: { access: 'view' },
      schema: {
        tags: ['streams'],
        summary: 'Its newest analysed frame with the boxes drawn in, while it is live',
        params: StreamParamsSchema,
        response: { 200: fileSchema('image/jpeg'), ...ERRORS },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const newest = registry.newestAnalysedFrame(id);
      if (newest === undefined)
        throw new ServerError('not-found', `stream ${id} is not live, or none of its frames has been analysed yet`);
      const jpeg = await renderSnapshot(newest.frame, newest.detections);
      return reply
        .header('cache-control', 'no-store')
        .type('image/jpeg')
        .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
    },
  );
}
