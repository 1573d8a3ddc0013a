import type { FastifyInstance, FastifyReply } from 'fastify';
import { ServerError } from '../errors.js';
import type { PieceFile, StreamStore } from '../record/index.js';
import { knownStream } from './known-stream.js';
import { readOctetRange } from './octet-range.js';
import {
  type ChunkParams,
  ChunkParamsSchema,
  ERRORS,
  fileSchema,
  type RecordingParams,
  RecordingParamsSchema,
} from './schemas.js';
import type { StreamRouteParts } from './stream-routes.js';

/** Serves recordings and chunks as files, ranges included. */
export function addFileRoutes(server: FastifyInstance, { registry, store }: StreamRouteParts): void {
  const tags = ['streams'];
  const config = { access: 'view' } as const;

  server.get<{ Params: RecordingParams }>(
    '/api/streams/:id/:file',
    {
      config,
      schema: {
        tags,
        summary: 'A file of its recording; ranges are answered',
        params: RecordingParamsSchema,
        response: { 200: fileSchema('video/webm'), ...ERRORS },
      },
    },
    async (request, reply) => sendFile(reply, store, knownStream(registry, request.params.id).id, request.params.file),
  );

  server.get<{ Params: ChunkParams }>(
    '/api/streams/:id/chunks/:file',
    {
      config,
      schema: {
        tags,
        summary: 'A chunk as a file that plays alone; ranges are answered',
        params: ChunkParamsSchema,
        response: { 200: fileSchema('video/webm'), ...ERRORS },
      },
    },
    async (request, reply) => {
      const { id } = knownStream(registry, request.params.id);
      return sendPiece(reply, request.headers.range, await pieceOf(store, id, request.params.file));
    },
  );
}

async function sendFile(reply: FastifyReply, store: StreamStore, id: string, name: string): Promise<FastifyReply> {
  if ((await store.fileOctets(id, name)) === undefined)
    throw new ServerError('not-found', `stream ${id} has no file ${name}`);
  // A recording grows while it is watched: what a cache keeps must be asked for again.
  return reply.header('cache-control', 'no-cache').type('video/webm').sendFile(name, store.directoryOf(id));
}

async function pieceOf(store: StreamStore, id: string, file: string): Promise<PieceFile> {
  const piece = await store.piece(id, file);
  if (piece === undefined) throw new ServerError('not-found', `stream ${id} has no chunk ${file}`);
  return piece;
}

function sendPiece(reply: FastifyReply, rangeHeader: string | undefined, piece: PieceFile): FastifyReply {
  const range = readOctetRange(rangeHeader, piece.octets);
  void reply.type('video/webm').headers({ 'accept-ranges': 'bytes', 'cache-control': 'no-cache' });
  if (range.kind === 'unsatisfiable')
    return reply.status(416).header('content-range', `bytes */${piece.octets}`).send();
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: piece.octets };
  if (range.kind === 'part')
    void reply.status(206).header('content-range', `bytes ${start}-${end - 1}/${piece.octets}`);
  return reply.header('content-length', end - start).send(piece.read(start, end));
}
