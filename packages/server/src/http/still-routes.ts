import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { credentialOf } from '../access/index.js';
import { ServerError } from '../errors.js';
import { stillTypeOfFile } from '../frames/still-file-name.js';
import { knownStream } from './known-stream.js';
import { analysisOf, type PublishRouteParts } from './publish-routes.js';
import {
  type ChunkQuery,
  ChunkQuerySchema,
  ERRORS,
  fileSchema,
  type StillParams,
  StillParamsSchema,
  StillListSchema,
  type StreamParams,
  StreamParamsSchema,
} from './schemas.js';
import type { StreamRouteParts } from './stream-routes.js';

const PostedSchema = Type.Object({
  stream: Type.String(),
  sequence: Type.Integer(),
  path: Type.String({ description: 'Of the image on this server.' }),
  result: Type.Union([Type.Null(), Type.Object({}, { additionalProperties: true })], {
    description:
      'The message `detections` of the image; null where it was kept and not looked at, because ' +
      'the stream is not analysed or the server is full.',
  }),
});

const tags = ['streams'];

/** Takes one still image as the body of a request. */
export async function addStillPublishRoute(server: FastifyInstance, parts: PublishRouteParts): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const whole = { parseAs: 'buffer', bodyLimit: parts.maxStillOctets } as const;
    scope.addContentTypeParser(['image/jpeg', 'image/png'], whole, (_request, body, done) => done(null, body));
    scope.post<{ Params: StreamParams; Reply: Static<typeof PostedSchema> }>(
      '/api/streams/:id/frames',
      {
        config: { access: 'publish' },
        bodyLimit: parts.maxStillOctets,
        schema: {
          tags,
          summary: 'Publishes one still image, and answers with what is found in it',
          consumes: ['image/jpeg', 'image/png'],
          params: StreamParamsSchema,
          response: { 201: PostedSchema, ...ERRORS },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { sequence, file, result } = await parts.postStill(imageOf(request.body), {
          stream: id,
          address: parts.addressOf(request.raw),
          credential: credentialOf(request.headers, request.url),
          analysis: analysisOf(request.url),
        });
        const path = `/api/streams/${id}/frames/${file}`;
        return reply
          .status(201)
          .header('location', path)
          .send({ stream: id, sequence, path, result: result === undefined ? null : { ...result } });
      },
    );
  });
}

/** Lists still images and serves them. */
export function addStillRoutes(server: FastifyInstance, { registry, store }: StreamRouteParts): void {
  const config = { access: 'view' } as const;

  server.get<{ Params: StreamParams; Querystring: ChunkQuery }>(
    '/api/streams/:id/frames',
    {
      config,
      schema: {
        tags,
        summary: 'Its still images, where that is what its publisher sends, page by page',
        params: StreamParamsSchema,
        querystring: ChunkQuerySchema,
        response: { 200: StillListSchema, ...ERRORS },
      },
    },
    async ({ params, query: { from, limit } }) => {
      const { id } = knownStream(registry, params.id);
      const stills = (await store.stills(id)).filter((still) => still.sequence >= from);
      const frames = stills
        .slice(0, limit)
        .map((still) => ({ ...still, path: `/api/streams/${id}/frames/${still.file}` }));
      return { frames, nextFrom: stills[limit]?.sequence ?? null };
    },
  );

  server.get<{ Params: StillParams }>(
    '/api/streams/:id/frames/:file',
    {
      config,
      schema: {
        tags,
        summary: 'One of its still images, as it came',
        params: StillParamsSchema,
        response: { 200: fileSchema('image/jpeg'), ...ERRORS },
      },
    },
    async ({ params: { id, file } }, reply) => {
      const name = `${store.stillsFolder}/${file}`;
      if ((await store.fileOctets(knownStream(registry, id).id, name)) === undefined)
        throw new ServerError('not-found', `stream ${id} has no image ${file}`);
      return reply.type(stillTypeOfFile(file)).sendFile(name, store.directoryOf(id));
    },
  );
}

/** A request without a body has an empty one. */
function imageOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
