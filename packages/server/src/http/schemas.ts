import { type Static, Type } from '@sinclair/typebox';
import {
  CHUNK_FILE_PATTERN,
  ChunkRecordSchema,
  STILL_FILE_PATTERN,
  StillRecordSchema,
  StreamRecordSchema,
} from '../record/index.js';
import { STREAM_ID_PATTERN } from '../stream-id.js';

/** What every error answers. */
const ErrorSchema = Type.Object({
  code: Type.String({ description: 'Stable, for programs.' }),
  message: Type.String({ description: 'What happened.' }),
  remedy: Type.String({ description: 'What to do.' }),
  retryable: Type.Boolean({ description: 'Whether the same may work when tried again.' }),
});

/** Of every route. */
export const ERRORS = { '4xx': ErrorSchema, '5xx': ErrorSchema };

/** An answer that is a file. */
export function fileSchema(mediaType: string): object {
  return {
    description: 'The file.',
    content: { [mediaType]: { schema: { type: 'string', contentMediaType: mediaType } } },
  };
}

export const StreamParamsSchema = Type.Object({ id: Type.String({ pattern: STREAM_ID_PATTERN }) });
export type StreamParams = Static<typeof StreamParamsSchema>;

/** File names of the recording and of a chunk; nothing else is ever joined to a path. */
export const RecordingParamsSchema = Type.Object({
  id: Type.String({ pattern: STREAM_ID_PATTERN }),
  file: Type.String({ pattern: '^recording(-[0-9]{1,6})?\\.webm$' }),
});
export type RecordingParams = Static<typeof RecordingParamsSchema>;

export const ChunkParamsSchema = Type.Object({
  id: Type.String({ pattern: STREAM_ID_PATTERN }),
  file: Type.String({ pattern: CHUNK_FILE_PATTERN }),
});
export type ChunkParams = Static<typeof ChunkParamsSchema>;

export const RecordingFileSchema = Type.Object({
  path: Type.String({ description: 'Of the file on this server.' }),
  octets: Type.Integer({ description: 'Length so far.' }),
});
export type RecordingFile = Static<typeof RecordingFileSchema>;

export const StreamSchema = Type.Object({
  ...Type.Omit(StreamRecordSchema, ['version', 'recordings']).properties,
  state: Type.Union(
    (['publishing', 'waiting', 'ending', 'ended', 'interrupted'] as const).map((state) => Type.Literal(state)),
    { description: 'interrupted: the server died while the stream was live; what was recorded plays.' },
  ),
  recordings: Type.Array(RecordingFileSchema),
  chunksPath: Type.String(),
  framesPath: Type.String({ description: 'Still images, where that is what its publisher sends.' }),
  snapshotPath: Type.String(),
});
export type StreamAnswer = Static<typeof StreamSchema>;

export const StreamListSchema = Type.Object({ streams: Type.Array(StreamSchema) });

export const ChunkQuerySchema = Type.Object({
  from: Type.Integer({ minimum: 0, default: 0, description: 'Least sequence number.' }),
  limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 }),
});
export type ChunkQuery = Static<typeof ChunkQuerySchema>;

export const ChunkSchema = Type.Object({ ...ChunkRecordSchema.properties, path: Type.String() });
export const ChunkListSchema = Type.Object({
  chunks: Type.Array(ChunkSchema),
  nextFrom: Type.Union([Type.Integer(), Type.Null()], { description: '`from` of the next page; null on the last.' }),
});

export const StillParamsSchema = Type.Object({
  id: Type.String({ pattern: STREAM_ID_PATTERN }),
  file: Type.String({ pattern: STILL_FILE_PATTERN }),
});
export type StillParams = Static<typeof StillParamsSchema>;

export const StillListSchema = Type.Object({
  frames: Type.Array(Type.Object({ ...StillRecordSchema.properties, path: Type.String() })),
  nextFrom: Type.Union([Type.Integer(), Type.Null()], { description: '`from` of the next page; null on the last.' }),
});

export const HealthSchema = Type.Object({ status: Type.Literal('ok') });

export const ReadinessSchema = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  decoder: Type.Boolean({ description: 'ffmpeg can be started.' }),
  detector: Type.Boolean({ description: 'The models are loaded.' }),
  draining: Type.Boolean({ description: 'The server stops: live streams are being finished, new ones refused.' }),
});
