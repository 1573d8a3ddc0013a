import { type Static, Type, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What the catalogue takes from a line of `chunks.ndjson`. */
export const ChunkLineSchema = Type.Object({
  startMs: Type.Number(),
  endMs: Type.Number(),
  octets: Type.Integer(),
  /** Earlier versions had one file for each chunk and did not say. */
  recording: Type.Optional(Type.String()),
});

/** What the catalogue takes from a line of `gaps.ndjson`. */
export const GapLineSchema = Type.Object({
  code: Type.String(),
  startMs: Type.Union([Type.Number(), Type.Null()]),
  endMs: Type.Union([Type.Number(), Type.Null()]),
});

/** What the catalogue takes from a line of `detections.ndjson`. */
export const DetectionLineSchema = Type.Object({
  timestampMs: Type.Number(),
  detections: Type.Array(Type.Object({ score: Type.Number() })),
});

/** The values that fit; what somebody else wrote into the file is left out. */
export function fitting<Schema extends TSchema>(schema: Schema, values: readonly unknown[]): readonly Static<Schema>[] {
  return values.filter((value): value is Static<Schema> => Value.Check(schema, value));
}
