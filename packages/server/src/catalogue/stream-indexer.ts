import { join } from 'node:path';
import type { StreamRecord } from '../record/index.js';
import { isStreamId } from '../stream-id.js';
import { readNewLines } from './line-tail.js';
import { ChunkLineSchema, DetectionLineSchema, fitting, GapLineSchema } from './lines.js';
import type { ColumnValue, Row, Sqlite } from './sqlite.js';
import { entriesOf, octetsOf, octetsOfFolder, readStreamJson } from './stream-folder.js';

/** The files of lines that are followed, and how far each has been read. */
const FOLLOWED = [
  { file: 'chunks.ndjson', column: 'chunks_read' },
  { file: 'gaps.ndjson', column: 'gaps_read' },
  { file: 'detections.ndjson', column: 'detections_read' },
] as const;

type Followed = (typeof FOLLOWED)[number];

/** The part that a chunk line of an earlier version belongs to. */
const FIRST_PART = 'recording.webm';

/**
 * Brings what the files say of streams into the database. Indexing a live stream, indexing one that an earlier process
 * left, and building everything anew are the same: files only grow, so each is read on from where the last time ended.
 */
export class StreamIndexer {
  readonly #database: Sqlite;
  readonly #root: string;

  /** @param root the directory that holds one folder for each stream */
  constructor(database: Sqlite, root: string) {
    this.#database = database;
    this.#root = root;
  }

  /** Indexes every stream that is new or has changed, and forgets those whose folder is gone. */
  indexAll(): void {
    const ids = entriesOf(this.#root).flatMap((entry) =>
      entry.isDirectory() && isStreamId(entry.name) ? [entry.name] : [],
    );
    for (const id of ids) this.index(id);
    const there = new Set(ids);
    for (const { id } of this.#database.rows('SELECT id FROM streams')) {
      if (!there.has(String(id))) this.forget(String(id));
    }
  }

  /** Indexes what one stream has that was not indexed. */
  index(id: string): void {
    const folder = join(this.#root, id);
    const stream = readStreamJson(folder, id);
    if (stream === undefined) return this.forget(id);
    const { record, mark } = stream;
    const before = this.#database.row('SELECT * FROM streams WHERE id = ?', [id]);
    // `stream.json` of a stream that has ended was written last.
    if (before?.['stream_json_mark'] === mark && record.endedAt !== null) return;
    if (before !== undefined && hasShrunk(folder, before)) this.forget(id);
    this.#database.transaction(() => this.#upsert(record, folder));
    for (const followed of FOLLOWED) this.#follow(id, folder, followed);
    this.#database.transaction(() => {
      for (const file of record.recordings) this.#measurePart(id, partNumber(file), file, folder);
      // The mark comes last: without it all of this is done again.
      const octets = octetsOfFolder(folder, record.endedAt !== null);
      this.#database.run('UPDATE streams SET octets = ?, stream_json_mark = ? WHERE id = ?', [octets, mark, id]);
    });
  }

  /** Takes a stream out of the catalogue. */
  forget(id: string): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM streams WHERE id = ?', [id]);
      for (const table of ['recordings', 'gaps', 'detections'])
        this.#database.run(`DELETE FROM ${table} WHERE stream = ?`, [id]);
    });
  }

  #upsert(record: StreamRecord, folder: string): void {
    const { id, mimeType, videoCodec, audioCodec, width, height, startedAt, endedAt, recordings } = record;
    this.#database.run(
      `INSERT INTO streams VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', 0, 0, 0)
       ON CONFLICT (id) DO UPDATE SET started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms,
         mime_type = excluded.mime_type, video_codec = excluded.video_codec, audio_codec = excluded.audio_codec,
         width = excluded.width, height = excluded.height`,
      [
        id,
        Date.parse(startedAt),
        endedAt === null ? null : Date.parse(endedAt),
        mimeType,
        videoCodec,
        audioCodec,
        width,
        height,
      ],
    );
    this.#database.runForEach(
      'INSERT INTO recordings VALUES (?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING',
      recordings.map((file) => [id, partNumber(file), file, octetsOf(join(folder, file))]),
    );
  }

  /** Reads a file on, one part of it in each transaction. */
  #follow(id: string, folder: string, { file, column }: Followed): void {
    for (;;) {
      const from = Number(this.#database.row(`SELECT ${column} FROM streams WHERE id = ?`, [id])?.[column] ?? 0);
      const { values, readTo } = readNewLines(join(folder, file), from);
      if (readTo === from) return;
      this.#database.transaction(() => {
        this.#take(id, file, values);
        this.#database.run(`UPDATE streams SET ${column} = ? WHERE id = ?`, [readTo, id]);
      });
    }
  }

  #take(id: string, file: Followed['file'], values: readonly unknown[]): void {
    switch (file) {
      case 'chunks.ndjson':
        return this.#takeChunks(id, values);
      case 'gaps.ndjson':
        return this.#takeGaps(id, values);
      case 'detections.ndjson':
        return this.#takeDetections(id, values);
      default:
        return file satisfies never;
    }
  }

  #takeChunks(id: string, values: readonly unknown[]): void {
    const extents = new Map<string, { readonly startMs: number; readonly endMs: number }>();
    for (const { recording = FIRST_PART, startMs, endMs } of fitting(ChunkLineSchema, values)) {
      const before = extents.get(recording) ?? { startMs, endMs };
      extents.set(recording, { startMs: Math.min(before.startMs, startMs), endMs: Math.max(before.endMs, endMs) });
    }
    // A line may come before `stream.json` names the file that it is about.
    this.#database.runForEach(
      `INSERT INTO recordings VALUES (?, ?, ?, 0, ?, ?) ON CONFLICT DO UPDATE SET
         start_ms = min(coalesce(start_ms, excluded.start_ms), excluded.start_ms),
         end_ms = max(coalesce(end_ms, excluded.end_ms), excluded.end_ms)`,
      [...extents].map(([file, { startMs, endMs }]) => [id, partNumber(file), file, startMs, endMs]),
    );
  }

  #takeGaps(id: string, values: readonly unknown[]): void {
    const before = this.#database.row('SELECT count(*) AS gaps FROM gaps WHERE stream = ?', [id]);
    const first = Number(before?.['gaps'] ?? 0);
    this.#database.runForEach(
      'INSERT INTO gaps VALUES (?, ?, ?, ?, ?)',
      fitting(GapLineSchema, values).map(({ code, startMs, endMs }, index) => [
        id,
        first + index,
        code,
        startMs,
        endMs,
      ]),
    );
  }

  #takeDetections(id: string, values: readonly unknown[]): void {
    const rows = fitting(DetectionLineSchema, values).map(({ timestampMs, detections }): readonly ColumnValue[] => {
      const best = detections.length === 0 ? null : Math.max(...detections.map(({ score }) => score));
      return [id, timestampMs, detections.length, best];
    });
    const faces = rows.map(([, , count]) => Number(count));
    this.#database.runForEach('INSERT OR REPLACE INTO detections VALUES (?, ?, ?, ?)', rows);
    this.#database.run(
      `UPDATE streams SET frames_analysed = frames_analysed + ?, frames_with_faces = frames_with_faces + ?,
         most_faces = max(most_faces, ?) WHERE id = ?`,
      [rows.length, faces.filter((count) => count > 0).length, Math.max(0, ...faces), id],
    );
  }

  #measurePart(id: string, part: number, file: string, folder: string): void {
    this.#database.run('UPDATE recordings SET octets = ? WHERE stream = ? AND part = ?', [
      octetsOf(join(folder, file)),
      id,
      part,
    ]);
  }
}

/** Whether a file is shorter than what was read of it: somebody has written it anew, so all of it is. */
function hasShrunk(folder: string, before: Row): boolean {
  return FOLLOWED.some(({ file, column }) => octetsOf(join(folder, file)) < Number(before[column]));
}

/** 0 for `recording.webm`, 1 for `recording-2.webm`. */
function partNumber(file: string): number {
  return Number(/-(\d+)\./.exec(file)?.[1] ?? 1) - 1;
}
