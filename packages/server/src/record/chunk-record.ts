import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What the names of chunks' files look like. */
export const CHUNK_FILE_PATTERN = '^[0-9]{6,10}(-[0-9]{1,4})?\\.webm$';

/** What the names of a recording's files look like. */
export const RECORDING_FILE_PATTERN = '^recording(-[0-9]{1,6})?\\.webm$';

/** One line of `chunks.ndjson`: where in the recording a chunk lies, so that it can be served as a file that plays. */
export const ChunkRecordSchema = Type.Object(
  {
    sequence: Type.Integer({ minimum: 0, description: 'Sequence number of the chunk.' }),
    file: Type.String({
      pattern: CHUNK_FILE_PATTERN,
      description: 'Name to ask for it by; a chunk in which the tracks or the picture size changed has more than one.',
    }),
    octets: Type.Integer({ minimum: 0, description: 'Length of the file that is served.' }),
    startMs: Type.Number({
      description: 'First timestamp in the file, on the timeline of the stream, lead-in included.',
    }),
    endMs: Type.Number(),
    leadInBlocks: Type.Integer({
      minimum: 0,
      description: 'Blocks in front of the chunk itself, from the last random access point on.',
    }),
    leadInMs: Type.Number({ description: 'How long the lead-in lasts.' }),
    recording: Type.String({
      pattern: RECORDING_FILE_PATTERN,
      description: 'The file of the recording that holds it.',
    }),
    fromOctet: Type.Integer({ minimum: 0, description: 'Where in that file the lead-in begins.' }),
    toOctet: Type.Integer({ minimum: 0, description: 'Where the chunk ends.' }),
    initFromOctet: Type.Integer({ minimum: 0, description: 'Where in `init-segments.bin` its init segment begins.' }),
    initToOctet: Type.Integer({ minimum: 0 }),
  },
  { description: 'A chunk as a standalone playable WebM: an init segment, and a part of the recording.' },
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
