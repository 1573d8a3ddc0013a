import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { STREAM_ID_PATTERN } from '../stream-id.js';

/** What `stream.json` holds: everything about a stream but its octets. */
export const StreamRecordSchema = Type.Object(
  {
    version: Type.Literal(1, { description: 'Of this format.' }),
    id: Type.String({ pattern: STREAM_ID_PATTERN }),
    mimeType: Type.String({ description: 'As the publisher said it; empty where it said nothing.' }),
    startedAt: Type.String({ description: 'ISO 8601, on the clock of the server.' }),
    endedAt: Type.Union([Type.String(), Type.Null()], {
      description: 'ISO 8601; null while the stream is live, and where the server died.',
    }),
    endSequence: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Sequence number behind the last chunk, where the publisher said that it was the last.',
      }),
    ),
    chunks: Type.Integer({ minimum: 0, description: 'Chunks that came in, duplicates not counted.' }),
    octets: Type.Integer({ minimum: 0, description: 'Octets of those chunks.' }),
    videoCodec: Type.String({ description: 'RFC 6381, or "none".' }),
    audioCodec: Type.String({ description: 'RFC 6381, or "none".' }),
    width: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the picture, as the init segment says it.' }),
    height: Type.Union([Type.Integer(), Type.Null()]),
    recordings: Type.Array(Type.String({ pattern: '^recording(-[0-9]+)?\\.webm$' }), {
      description: 'File names; one more for every change of codec or picture size.',
    }),
  },
  { description: 'A stream as it is kept on disk.' },
);

export type StreamRecord = Static<typeof StreamRecordSchema>;

/** What reading `stream.json` can come to. */
export type StreamRecordRead =
  { readonly kind: 'record'; readonly record: StreamRecord } | { readonly kind: 'malformed'; readonly reason: string };

/** Reads the text of a `stream.json`; unknown fields are left out. */
export function readStreamRecord(text: string): StreamRecordRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'malformed', reason: 'not JSON' };
  }
  if (Value.Check(StreamRecordSchema, value))
    return { kind: 'record', record: Value.Clean(StreamRecordSchema, value) as StreamRecord };
  const first = Value.Errors(StreamRecordSchema, value).First();
  return { kind: 'malformed', reason: first === undefined ? 'not a stream record' : `${first.path}: ${first.message}` };
}
