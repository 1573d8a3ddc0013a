import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { STREAM_ID_PATTERN } from '../../stream-id.js';

/** How the stream is analysed: `AnalysisSettings` of the protocol. */
const AnalysisSchema = Type.Object({
  fps: Type.Number(),
  maxFaces: Type.Number(),
  model: Type.Union([Type.Literal('tiny'), Type.Literal('ssd')]),
  inputSize: Type.Union([
    Type.Literal(224),
    Type.Literal(320),
    Type.Literal(416),
    Type.Literal(512),
    Type.Literal(608),
  ]),
  scoreThreshold: Type.Number(),
  landmarks: Type.Union([Type.Literal('none'), Type.Literal('68'), Type.Literal('68-tiny')]),
  expressions: Type.Boolean(),
  ageAndGender: Type.Boolean(),
  descriptors: Type.Boolean(),
});

/** What a journal begins with: all that another process must know to go on with the stream. */
export const JournalStartSchema = Type.Object({
  version: Type.Literal(1, { description: 'Of the format of the journal.' }),
  id: Type.String({ pattern: STREAM_ID_PATTERN }),
  mimeType: Type.String(),
  startedAt: Type.String({ description: 'ISO 8601, on the clock of the server.' }),
  canResume: Type.Boolean({ description: 'Whether its publisher may come back.' }),
  address: Type.String({ description: 'Where the publisher connected from when the stream began.' }),
  analysis: Type.Optional(AnalysisSchema),
  session: Type.Optional(Type.String({ description: 'What tells the publisher from others of the same stream ID.' })),
});

export type JournalStart = Static<typeof JournalStartSchema>;

/** @returns `undefined` where the text is not the start of a journal of this version */
export function readJournalStart(text: string): JournalStart | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Value.Check(JournalStartSchema, value) ? value : undefined;
}
