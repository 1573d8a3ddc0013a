import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { Catalogue, CataloguedStream, CatalogueKeeper } from '../catalogue/index.js';
import { ServerError } from '../errors.js';
import type { StreamRegistry } from '../live/index.js';
import {
  type FacesQuery,
  FacesQuerySchema,
  FaceTimelineSchema,
  type RecordingAnswer,
  RecordingListSchema,
  type RecordingQuery,
  RecordingQuerySchema,
} from './recording-schemas.js';
import { ERRORS, type StreamParams, StreamParamsSchema } from './schemas.js';

export interface RecordingRouteParts {
  readonly registry: StreamRegistry;
  readonly recordings: {
    readonly catalogue: Pick<Catalogue, 'streams' | 'faces' | 'forget'>;
    readonly keeper: Pick<CatalogueKeeper, 'update'>;
  };
}

const DELETED = Type.Null({ description: 'It is deleted, with all its files.' });
type Deleted = Static<typeof DELETED>;

const tags = ['recordings'];

/** Lists what is recorded, by the catalogue. */
export function addRecordingRoutes(server: FastifyInstance, { registry, recordings }: RecordingRouteParts): void {
  const { catalogue, keeper } = recordings;

  server.get<{ Querystring: RecordingQuery }>(
    '/api/recordings',
    {
      config: { access: 'view' },
      schema: {
        tags,
        summary: 'What is recorded, newest first, page by page',
        querystring: RecordingQuerySchema,
        response: { 200: RecordingListSchema, ...ERRORS },
      },
    },
    async ({ query: { before, facesFrom, facesTo, limit } }) => {
      await keeper.update();
      const asksForFaces = facesFrom !== undefined || facesTo !== undefined;
      const streams = await catalogue.streams({
        limit: limit + 1,
        startedBeforeMs: timeOf(before),
        faces: asksForFaces ? { fromMs: timeOf(facesFrom) ?? 0, toMs: timeOf(facesTo) ?? LATEST_MS } : undefined,
      });
      const live = new Set(registry.liveIds);
      const page = streams.slice(0, limit).map((stream) => answerOf(stream, live.has(stream.id)));
      return { recordings: page, nextBefore: streams.length > limit ? (page.at(-1)?.startedAt ?? null) : null };
    },
  );
}

/** Says when faces were seen in a stream. */
export function addFaceRoute(
  server: FastifyInstance,
  { recordings: { catalogue, keeper } }: RecordingRouteParts,
): void {
  server.get<{ Params: StreamParams; Querystring: FacesQuery }>(
    '/api/streams/:id/faces',
    {
      config: { access: 'view' },
      schema: {
        tags,
        summary: 'When faces were seen in it',
        params: StreamParamsSchema,
        querystring: FacesQuerySchema,
        response: { 200: FaceTimelineSchema, ...ERRORS },
      },
    },
    async ({ params: { id }, query: { steps } }) => {
      await keeper.update();
      const timeline = await catalogue.faces(id, steps);
      if (timeline === undefined) throw new ServerError('not-found', `nothing is recorded of a stream ${id}`);
      return timeline;
    },
  );
}

/** Deletes a stream: for good, so it is not for those who only watch. */
export function addRemovalRoute(server: FastifyInstance, { registry, recordings }: RecordingRouteParts): void {
  server.delete<{ Params: StreamParams; Reply: Deleted }>(
    '/api/streams/:id',
    {
      config: { access: 'admin' },
      schema: {
        tags,
        summary: 'Deletes it with all its files, unless it is live',
        params: StreamParamsSchema,
        response: { 204: DELETED, ...ERRORS },
      },
    },
    async ({ params: { id } }, reply) => {
      await registry.remove(id);
      await recordings.catalogue.forget(id);
      return reply.status(204).send(null);
    },
  );
}

/** ECMA-262: the latest time that there is. */
const LATEST_MS = 8.64e15;

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function answerOf(stream: CataloguedStream, isLive: boolean): RecordingAnswer {
  const { id, startedAtMs, endedAtMs, mimeType, parts, ...rest } = stream;
  void mimeType;
  const path = `/api/streams/${id}`;
  return {
    ...rest,
    stream: id,
    isLive,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
    durationMs: durationOf(parts),
    parts: parts.map(({ file, ...part }) => ({ ...part, path: `${path}/${file}` })),
    detectionsPath: `${path}/detections.ndjson`,
    subtitlesPath: `${path}/detections.vtt`,
    facesPath: `${path}/faces`,
  };
}

function durationOf(parts: CataloguedStream['parts']): number {
  const starts = parts.flatMap(({ startMs }) => startMs ?? []);
  const ends = parts.flatMap(({ endMs }) => endMs ?? []);
  return starts.length === 0 ? 0 : Math.max(...ends) - Math.min(...starts);
}
