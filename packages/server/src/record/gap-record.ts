import { type Static, Type } from '@sinclair/typebox';
import type { Gap } from 'webm-reassembler';

/** One line of `gaps.ndjson`: something that the recording lacks. */
export const GapRecordSchema = Type.Object(
  {
    code: Type.String({ description: 'Why, as the library names it.' }),
    message: Type.String(),
    sequence: Type.Integer({ minimum: 0, description: 'Sequence number of the chunk that brought it to light.' }),
    startMs: Type.Union([Type.Number(), Type.Null()], {
      description: 'Timestamp of the last block before it, on the timeline of the stream; null where there was none.',
    }),
    endMs: Type.Union([Type.Number(), Type.Null()], {
      description: 'Timestamp of the first block after it; null where none came.',
    }),
    startOctet: Type.Integer({ minimum: 0, description: 'Octets of the stream before it.' }),
    endOctet: Type.Integer({ minimum: 0, description: 'Octets of the stream before what follows it.' }),
    droppedBlocks: Type.Integer({ minimum: 0, description: 'Blocks that were read and left out.' }),
    missingSequences: Type.Union([Type.Object({ first: Type.Integer(), last: Type.Integer() }), Type.Null()], {
      description: 'Chunks that never came: the publisher could not keep them.',
    }),
  },
  { description: 'A gap in a recording.' },
);

export type GapRecord = Static<typeof GapRecordSchema>;

/** A gap as it is kept, found when the chunk `sequence` was read. */
export function gapRecord(gap: Gap, sequence: number): GapRecord {
  const { code, message, startMs = null, endMs = null, startOctet, endOctet, droppedBlocks } = gap;
  const missingSequences = gap.missingSequences ?? null;
  return { code, message, sequence, startMs, endMs, startOctet, endOctet, droppedBlocks, missingSequences };
}
