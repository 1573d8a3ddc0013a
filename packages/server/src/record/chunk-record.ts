import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What the names of chunk files look like. */
export const CHUNK_FILE_PATTERN = '^[0-9]{6,10}(-[0-9]{1,4})?\\.webm$';

/** One line of `chunks.ndjson`: a chunk that was stored as a playable file of its own. */
export const ChunkRecordSchema = Type.Object(
  {
    sequence: Type.Integer({ minimum: 0, description: 'Sequence number of the chunk.' }),
    file: Type.String({
      pattern: CHUNK_FILE_PATTERN,
      description: 'Name of the file; a chunk in which codec or picture size changed has more than one.',
    }),
    octets: Type.Integer({ minimum: 0, description: 'Length of the file.' }),
    startMs: Type.Number({
      description: 'First timestamp in the file, on the timeline of the stream, lead-in included.',
    }),
    endMs: Type.Number(),
    leadInBlocks: Type.Integer({
      minimum: 0,
      description: 'Blocks in front of the chunk itself, from the last random access point on.',
    }),
    leadInMs: Type.Number({ description: 'How long the lead-in lasts.' }),
  },
  { description: 'A chunk as a standalone playable WebM.' },
);

export type ChunkRecord = Static<typeof ChunkRecordSchema>;

/** The lines of `chunks.ndjson`. A last line that is not whole yet is left out: the file grows while it is read. */
export function readChunkRecords(text: string): readonly ChunkRecord[] {
  return text.split('\n').flatMap((line) => {
    const record = parsed(line);
    return Value.Check(ChunkRecordSchema, record) ? [record] : [];
  });
}

/**
 * File name of a chunk: at least six digits, so that names sort like numbers for the first three days.
 *
 * @param piece which of the chunk's files, from 0; nearly every chunk has only that one
 */
export function chunkFileName(sequence: number, piece: number): string {
  return `${String(sequence).padStart(6, '0')}${piece === 0 ? '' : `-${piece + 1}`}.webm`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
