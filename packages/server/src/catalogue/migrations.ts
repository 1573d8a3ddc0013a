import type { Sqlite } from './sqlite.js';

/**
 * The schema, step by step: the step at index N leads from version N to N + 1. A step that was released is never
 * changed; what must change is a new step. `PRAGMA user_version` keeps the version.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE streams (
     id TEXT PRIMARY KEY,
     started_at_ms REAL NOT NULL,
     ended_at_ms REAL,
     mime_type TEXT NOT NULL,
     video_codec TEXT NOT NULL,
     audio_codec TEXT NOT NULL,
     width INTEGER,
     height INTEGER,
     octets INTEGER NOT NULL,
     frames_analysed INTEGER NOT NULL,
     frames_with_faces INTEGER NOT NULL,
     most_faces INTEGER NOT NULL,
     stream_json_mark TEXT NOT NULL,
     chunks_read INTEGER NOT NULL,
     gaps_read INTEGER NOT NULL,
     detections_read INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX streams_by_start ON streams (started_at_ms);
   CREATE TABLE recordings (
     stream TEXT NOT NULL,
     part INTEGER NOT NULL,
     file TEXT NOT NULL,
     octets INTEGER NOT NULL,
     start_ms REAL,
     end_ms REAL,
     PRIMARY KEY (stream, part)
   ) WITHOUT ROWID;
   CREATE TABLE gaps (
     stream TEXT NOT NULL,
     number INTEGER NOT NULL,
     code TEXT NOT NULL,
     start_ms REAL,
     end_ms REAL,
     PRIMARY KEY (stream, number)
   ) WITHOUT ROWID;
   CREATE TABLE detections (
     stream TEXT NOT NULL,
     timestamp_ms REAL NOT NULL,
     faces INTEGER NOT NULL,
     best_score REAL,
     PRIMARY KEY (stream, timestamp_ms)
   ) WITHOUT ROWID;`,
  // Faces over all streams by the time of day: without it every stream would have to be looked through.
  `CREATE INDEX detections_with_faces ON detections (stream, timestamp_ms) WHERE faces > 0;`,
];

/** The database was made by a later version of this program. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
}

/**
 * Brings a database from whatever version it has to the newest.
 *
 * @throws SchemaTooNewError when it is newer than this program knows
 */
export function migrate(database: Sqlite, migrations: readonly string[] = MIGRATIONS): void {
  const version = Number(database.row('PRAGMA user_version')?.['user_version'] ?? 0);
  if (version > migrations.length)
    throw new SchemaTooNewError(`the catalogue has version ${version}, this program knows ${migrations.length}`);
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.execute(step);
      database.execute(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
