import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { detectionsAsNdjson, detectionsAsWebVtt, type TimeRange } from './detection-files.js';
import { knownStream } from './known-stream.js';
import { type RangeQuery, RangeQuerySchema } from './recording-schemas.js';
import { ERRORS, fileSchema, type StreamParams, StreamParamsSchema } from './schemas.js';
import type { StreamRouteParts } from './stream-routes.js';

interface Format {
  readonly ending: string;
  readonly mediaType: string;
  readonly summary: string;
  readonly write: (path: string, range: TimeRange) => AsyncGenerator<string>;
}

const FORMATS: readonly Format[] = [
  {
    ending: 'ndjson',
    mediaType: 'application/x-ndjson',
    summary: 'What was found in its frames, one line for each analysed frame',
    write: detectionsAsNdjson,
  },
  {
    ending: 'vtt',
    mediaType: 'text/vtt',
    summary: 'The same as WebVTT: a cue with JSON for each frame in which something was found',
    write: detectionsAsWebVtt,
  },
];

/** What was found in a stream, or in a part of it, as files that lie beside its recording. */
export function addDetectionRoutes(server: FastifyInstance, { registry, store }: StreamRouteParts): void {
  for (const { ending, mediaType, summary, write } of FORMATS) {
    server.get<{ Params: StreamParams; Querystring: RangeQuery }>(
      `/api/streams/:id/detections.${ending}`,
      {
        config: { access: 'view' },
        schema: {
          tags: ['recordings'],
          summary,
          params: StreamParamsSchema,
          querystring: RangeQuerySchema,
          response: { 200: fileSchema(mediaType), ...ERRORS },
        },
      },
      async (request, reply) => {
        const { id } = knownStream(registry, request.params.id);
        const { fromMs, toMs = Number.POSITIVE_INFINITY } = request.query;
        const text = write(join(store.directoryOf(id), 'detections.ndjson'), { fromMs, toMs });
        return reply.header('cache-control', 'no-cache').type(`${mediaType}; charset=utf-8`).send(Readable.from(text));
      },
    );
  }
}
