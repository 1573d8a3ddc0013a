import type { FastifyInstance, FastifyReply } from 'fastify';
import { ServerError } from '../errors.js';
import type { StreamRegistry, StreamSummary } from '../live/index.js';
import type { StreamStore } from '../record/index.js';
import {
  ChunkListSchema,
  type ChunkParams,
  ChunkParamsSchema,
  type ChunkQuery,
  ChunkQuerySchema,
  ErrorSchema,
  type RecordingParams,
  RecordingParamsSchema,
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

/** Lists streams, and serves their recordings and chunks as files, ranges included. */
export function addStreamRoutes(server: FastifyInstance, { registry, store }: StreamRouteParts): void {
  const errors = { '4xx': ErrorSchema, '5xx': ErrorSchema };

  server.get('/api/streams', { schema: { response: { 200: StreamListSchema, ...errors } } }, async () => ({
    streams: await Promise.all(registry.list().map((summary) => answerOf(summary, store))),
  }));

  server.get<{ Params: StreamParams }>(
    '/api/streams/:id',
    { schema: { params: StreamParamsSchema, response: { 200: StreamSchema, ...errors } } },
    async (request) => answerOf(known(registry, request.params.id), store),
  );

  server.get<{ Params: StreamParams; Querystring: ChunkQuery }>(
    '/api/streams/:id/chunks',
    {
      schema: {
        params: StreamParamsSchema,
        querystring: ChunkQuerySchema,
        response: { 200: ChunkListSchema, ...errors },
      },
    },
    async (request) => {
      const { id } = known(registry, request.params.id);
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

  server.get<{ Params: RecordingParams }>(
    '/api/streams/:id/:file',
    { schema: { params: RecordingParamsSchema } },
    async (request, reply) => sendFile(reply, store, known(registry, request.params.id).id, request.params.file),
  );

  server.get<{ Params: ChunkParams }>(
    '/api/streams/:id/chunks/:file',
    { schema: { params: ChunkParamsSchema } },
    async (request, reply) =>
      sendFile(reply, store, known(registry, request.params.id).id, `chunks/${request.params.file}`),
  );
}

function known(registry: StreamRegistry, id: string): StreamSummary {
  const summary = registry.get(id);
  if (summary === undefined) throw new ServerError('not-found', `there is no stream ${id}`);
  return summary;
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
    snapshotPath: `${path}/snapshot.jpg`,
  };
}

async function sendFile(reply: FastifyReply, store: StreamStore, id: string, name: string): Promise<FastifyReply> {
  if ((await store.fileOctets(id, name)) === undefined)
    throw new ServerError('not-found', `stream ${id} has no file ${name}`);
  // A recording grows while it is watched: what a cache keeps must be asked for again.
  return reply.header('cache-control', 'no-cache').type('video/webm').sendFile(name, store.directoryOf(id));
}
