import { Readable } from 'node:stream';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readAnalysisQuery } from '@webm-reassembler/protocol';
import { credentialOf } from '../access/index.js';
import { ServerError } from '../errors.js';
import type { PostedStill, PublishRequest, PublishedBody, StillRequest } from '../ingest/index.js';
import { ERRORS, type StreamParams, StreamParamsSchema } from './schemas.js';

const PublishedSchema = Type.Object({
  stream: Type.String(),
  chunks: Type.Integer({ description: 'Pieces in which the body came.' }),
  octets: Type.Integer(),
  recordingPath: Type.String(),
  detectionsPath: Type.String({ description: 'NDJSON.' }),
});

export interface PublishRouteParts {
  /** Publishes a body; resolves when its recording is finished. */
  readonly publish: (body: Readable, request: PublishRequest) => Promise<PublishedBody>;
  /** Publishes one still image; resolves when it is kept and was looked at. */
  readonly postStill: (image: Uint8Array, request: StillRequest) => Promise<PostedStill>;
  readonly maxStillOctets: number;
  readonly addressOf: (request: FastifyRequest['raw']) => string;
}

/** Takes a whole stream as the body of one request, for as long as that lasts: `curl -T`, `ffmpeg -f webm`. */
export async function addPublishRoutes(server: FastifyInstance, parts: PublishRouteParts): Promise<void> {
  await server.register(async (scope) => {
    // The body is handed on as it comes, whatever it is called.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    scope.put<{ Params: StreamParams; Reply: Static<typeof PublishedSchema> }>(
      '/api/streams/:id',
      {
        config: { access: 'publish' },
        schema: {
          tags: ['streams'],
          summary: 'Publishes a stream: its body is WebM or Matroska, and may come as slowly as it is recorded',
          consumes: ['video/webm', 'video/x-matroska', 'application/octet-stream'],
          params: StreamParamsSchema,
          response: { 201: PublishedSchema, ...ERRORS },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        // What comes after a refusal is not read: the connection cannot be used for another request.
        void reply.header('connection', 'close');
        const published = await parts.publish(bodyOf(request), {
          stream: id,
          mimeType: mediaTypeOf(request.headers['content-type']),
          address: parts.addressOf(request.raw),
          credential: credentialOf(request.headers, request.url),
          analysis: analysisOf(request.url),
        });
        const path = `/api/streams/${id}`;
        return reply
          .status(201)
          .header('location', path)
          .send({
            ...published,
            recordingPath: `${path}/recording.webm`,
            detectionsPath: `${path}/detections.ndjson`,
          });
      },
    );
  });
}

/** How the stream is analysed stands in the address: `?fps=5&expressions=true`. */
export function analysisOf(target: string): PublishRequest['analysis'] {
  const read = readAnalysisQuery(new URL(target, 'http://server').searchParams);
  if (read.kind === 'malformed') throw new ServerError('analysis-refused', `in the address: ${read.reason}`);
  return read.settings;
}

/** A request without a body has an empty one. */
function bodyOf({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}

/** Tools say what they like of a body; only what names video or sound says something about the stream. */
function mediaTypeOf(contentType: string | undefined): string {
  return contentType !== undefined && /^(video|audio)\//i.test(contentType) ? contentType : '';
}
