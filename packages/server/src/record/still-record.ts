import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What the names of still images' files look like. */
export const STILL_FILE_PATTERN = '^[0-9]{6,10}\\.(jpg|png)$';

/** One line of `frames.ndjson`: a still image that is kept. */
export const StillRecordSchema = Type.Object(
  {
    sequence: Type.Integer({ minimum: 0, description: 'Sequence number of the image.' }),
    file: Type.String({ pattern: STILL_FILE_PATTERN }),
    octets: Type.Integer({ minimum: 0, description: 'Length of the file.' }),
    width: Type.Integer({ minimum: 1 }),
    height: Type.Integer({ minimum: 1 }),
    timestampMs: Type.Integer({
      minimum: 0,
      description: 'On the timeline of the stream, which begins with the first image.',
    }),
    capturedAtMs: Type.Number({
      description: 'When it was taken, in ms since the epoch, as the publisher said; else when it came.',
    }),
    receivedAtMs: Type.Number({ description: 'When it came, in ms since the epoch.' }),
  },
  { description: 'A still image of a stream.' },
);

export type StillRecord = Static<typeof StillRecordSchema>;

/** The still images that a stream has, and where in `frames.ndjson` the next line belongs. */
export interface KeptStills {
  readonly records: readonly StillRecord[];
  /** Octets of whole lines. */
  readonly octets: number;
}

/** The lines of `frames.ndjson`. A last line that is not whole yet is left out: the file grows while it is read. */
export function readStillRecords(text: string): KeptStills {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const records = whole.split('\n').flatMap((line) => {
    const record = parsed(line);
    return Value.Check(StillRecordSchema, record) ? [record] : [];
  });
  return { records, octets: Buffer.byteLength(whole) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
