import { type Static, Type } from '@sinclair/typebox';

const NullableNumber = Type.Union([Type.Number(), Type.Null()]);

const PartSchema = Type.Object(
  {
    path: Type.String({ description: 'Of the file on this server.' }),
    octets: Type.Integer(),
    startMs: Type.Union([Type.Number(), Type.Null()], {
      description: 'First timestamp in the file, on the timeline of the stream; null where it holds nothing yet.',
    }),
    endMs: NullableNumber,
  },
  { description: 'One file of a recording: there is another one after each change of codec or tracks.' },
);

export const RecordingSchema = Type.Object({
  stream: Type.String(),
  isLive: Type.Boolean({ description: 'It is being recorded, or waits for its publisher.' }),
  startedAt: Type.String({ description: 'ISO 8601.' }),
  endedAt: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 8601; null while it is live, and where the server died.',
  }),
  durationMs: Type.Number({ description: 'From the first timestamp to the last.' }),
  octets: Type.Integer({ description: 'All its files together.' }),
  videoCodec: Type.String(),
  audioCodec: Type.String(),
  width: Type.Union([Type.Integer(), Type.Null()]),
  height: Type.Union([Type.Integer(), Type.Null()]),
  parts: Type.Array(PartSchema),
  framesAnalysed: Type.Integer(),
  framesWithFaces: Type.Integer(),
  mostFaces: Type.Integer({ description: 'In one frame.' }),
  gaps: Type.Integer({ description: 'Things that it lacks.' }),
  detectionsPath: Type.String({ description: 'NDJSON.' }),
  subtitlesPath: Type.String({ description: 'The same as WebVTT.' }),
  facesPath: Type.String({ description: 'When faces were seen.' }),
});
export type RecordingAnswer = Static<typeof RecordingSchema>;

export const RecordingListSchema = Type.Object({
  recordings: Type.Array(RecordingSchema),
  nextBefore: Type.Union([Type.String(), Type.Null()], { description: '`before` of the next page; null on the last.' }),
});

export const RecordingQuerySchema = Type.Object({
  before: Type.Optional(Type.String({ format: 'date-time', description: 'Only those that started before.' })),
  facesFrom: Type.Optional(
    Type.String({ format: 'date-time', description: 'Only those in which a face was seen at this time or later.' }),
  ),
  facesTo: Type.Optional(Type.String({ format: 'date-time', description: 'And not after this time.' })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});
export type RecordingQuery = Static<typeof RecordingQuerySchema>;

export const FacesQuerySchema = Type.Object({
  steps: Type.Integer({ minimum: 1, maximum: 2000, default: 200, description: 'In how many parts to cut it.' }),
});
export type FacesQuery = Static<typeof FacesQuerySchema>;

export const FaceTimelineSchema = Type.Object({
  startMs: Type.Number({ description: 'Where the first step begins, on the timeline of the stream.' }),
  endMs: Type.Number(),
  stepMs: Type.Number(),
  faces: Type.Array(Type.Union([Type.Integer(), Type.Null()]), {
    description: 'Most faces in one frame of each step; null where no frame was analysed.',
  }),
  gaps: Type.Array(Type.Object({ code: Type.String(), startMs: NullableNumber, endMs: NullableNumber })),
});

export const RangeQuerySchema = Type.Object({
  fromMs: Type.Number({ minimum: 0, default: 0, description: 'On the timeline of the stream.' }),
  toMs: Type.Optional(Type.Number({ minimum: 0 })),
});
export type RangeQuery = Static<typeof RangeQuerySchema>;
