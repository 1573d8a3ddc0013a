import type { FastifyInstance } from 'fastify';
import type { StreamRegistry, StreamSummary } from '../live/index.js';
import type { StreamStore } from '../record/index.js';
import { knownStream } from './known-stream.js';
import {
  ChunkListSchema,
  type ChunkQuery,
  ChunkQuerySchema,
  ERRORS,
  type StreamAnswer,
  StreamListSchema,
  type StreamParams,
  StreamParamsSchema,
  StreamSchema,
} from './schemas.js';

export interface StreamRouteParts {
  readonly registry: StreamRegistry;
  readonly store: StreamStore;
}

/** Lists streams and their chunks. */
export function addStreamRoutes(server: FastifyInstance, { registry, store }: StreamRouteParts): void {
  const tags = ['streams'];
  const config = { access: 'view' } as const;

  server.get(
    '/api/streams',
    { config, schema: { tags, summary: 'All streams, newest first', response: { 200: StreamListSchema, ...ERRORS } } },
    async () => ({
      streams: await Promise.all(registry.list().map((summary) => answerOf(summary, store))),
    }),
  );

  server.get<{ Params: StreamParams }>(
    '/api/streams/:id',
    {
      config,
      schema: { tags, summary: 'One stream', params: StreamParamsSchema, response: { 200: StreamSchema, ...ERRORS } },
    },
    async (request) => answerOf(knownStream(registry, request.params.id), store),
  );

  server.get<{ Params: StreamParams; Querystring: ChunkQuery }>(
    '/api/streams/:id/chunks',
    {
      config,
      schema: {
        tags,
        summary: 'Its chunks, each a file that plays alone, page by page',
        params: StreamParamsSchema,
        querystring: ChunkQuerySchema,
        response: { 200: ChunkListSchema, ...ERRORS },
      },
    },
    async (request) => {
      const { id } = knownStream(registry, request.params.id);
      const { from, limit } = request.query;
      const chunks = (await store.chunks(id)).filter((chunk) => chunk.sequence >= from);
      // A chunk with several files is not torn apart between two pages.
      const last = chunks[limit - 1]?.sequence ?? Number.POSITIVE_INFINITY;
      const page = chunks.filter((chunk) => chunk.sequence <= last);
      return {
        chunks: page.map((chunk) => ({ ...chunk, path: `/api/streams/${id}/chunks/${chunk.file}` })),
        nextFrom: page.length < chunks.length ? last + 1 : null,
      };
    },
  );
}

async function answerOf(summary: StreamSummary, store: StreamStore): Promise<StreamAnswer> {
  const { version, recordings, ...rest } = summary;
  void version;
  const path = `/api/streams/${summary.id}`;
  return {
    ...rest,
    recordings: await Promise.all(
      recordings.map(async (name) => ({
        path: `${path}/${name}`,
        octets: (await store.fileOctets(summary.id, name)) ?? 0,
      })),
    ),
    chunksPath: `${path}/chunks`,
    framesPath: `${path}/frames`,
    snapshotPath: `${path}/snapshot.jpg`,
  };
}
