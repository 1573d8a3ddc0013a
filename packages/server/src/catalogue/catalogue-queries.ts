import type {
  CataloguedGap,
  CataloguedPart,
  CataloguedStream,
  CatalogueTotals,
  FaceTimeline,
  StreamQuery,
} from './catalogue-contents.js';
import type { ColumnValue, Row, Sqlite } from './sqlite.js';

/** Streams, newest first. */
export function listStreams(database: Sqlite, query: StreamQuery): readonly CataloguedStream[] {
  const conditions: string[] = [];
  const values: ColumnValue[] = [];
  if (query.startedBeforeMs !== undefined) {
    conditions.push('started_at_ms < ?');
    values.push(query.startedBeforeMs);
  }
  if (query.faces !== undefined) {
    conditions.push(
      `EXISTS (SELECT 1 FROM detections WHERE stream = streams.id AND faces > 0
         AND timestamp_ms >= ? - started_at_ms AND timestamp_ms <= ? - started_at_ms)`,
    );
    values.push(query.faces.fromMs, query.faces.toMs);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return database
    .rows(`SELECT * FROM streams ${where} ORDER BY started_at_ms DESC, id LIMIT ?`, [...values, query.limit])
    .map((row) => streamOf(database, row));
}

export function getStream(database: Sqlite, id: string): CataloguedStream | undefined {
  const row = database.row('SELECT * FROM streams WHERE id = ?', [id]);
  return row === undefined ? undefined : streamOf(database, row);
}

/** @returns `undefined` where there is no such stream */
export function faceTimeline(database: Sqlite, id: string, steps: number): FaceTimeline | undefined {
  const stream = getStream(database, id);
  if (stream === undefined) return undefined;
  const startMs = Math.min(...stream.parts.map((part) => part.startMs ?? 0), Number.MAX_SAFE_INTEGER);
  const endMs = Math.max(...stream.parts.map((part) => part.endMs ?? 0), startMs);
  const stepMs = Math.max(1, (endMs - startMs) / steps);
  const faces: (number | null)[] = Array.from({ length: steps }, () => null);
  const rows = database.rows(
    `SELECT min(CAST((timestamp_ms - ?1) / ?2 AS INTEGER), ?3) AS step, max(faces) AS faces FROM detections
     WHERE stream = ?4 AND timestamp_ms >= ?1 GROUP BY step`,
    [startMs, stepMs, steps - 1, id],
  );
  for (const row of rows) faces[numberIn(row, 'step')] = numberIn(row, 'faces');
  return { startMs, endMs, stepMs, faces, gaps: gapsOf(database, id) };
}

export function totals(database: Sqlite): CatalogueTotals {
  const row = database.row(
    `SELECT (SELECT count(*) FROM streams) AS streams, (SELECT count(*) FROM recordings) AS recordings,
       (SELECT count(*) FROM detections) AS detections, (SELECT count(*) FROM gaps) AS gaps`,
  );
  const count = (name: string): number => (row === undefined ? 0 : numberIn(row, name));
  return {
    streams: count('streams'),
    recordings: count('recordings'),
    detections: count('detections'),
    gaps: count('gaps'),
  };
}

function gapsOf(database: Sqlite, id: string): readonly CataloguedGap[] {
  return database.rows('SELECT code, start_ms, end_ms FROM gaps WHERE stream = ? ORDER BY number', [id]).map((row) => ({
    code: String(row['code']),
    startMs: numberOrNull(row, 'start_ms'),
    endMs: numberOrNull(row, 'end_ms'),
  }));
}

function streamOf(database: Sqlite, row: Row): CataloguedStream {
  const id = String(row['id']);
  const gaps = database.row('SELECT count(*) AS gaps FROM gaps WHERE stream = ?', [id]);
  return {
    id,
    startedAtMs: numberIn(row, 'started_at_ms'),
    endedAtMs: numberOrNull(row, 'ended_at_ms'),
    mimeType: String(row['mime_type']),
    videoCodec: String(row['video_codec']),
    audioCodec: String(row['audio_codec']),
    width: numberOrNull(row, 'width'),
    height: numberOrNull(row, 'height'),
    octets: numberIn(row, 'octets'),
    parts: database.rows('SELECT * FROM recordings WHERE stream = ? ORDER BY part', [id]).map(partOf),
    framesAnalysed: numberIn(row, 'frames_analysed'),
    framesWithFaces: numberIn(row, 'frames_with_faces'),
    mostFaces: numberIn(row, 'most_faces'),
    gaps: gaps === undefined ? 0 : numberIn(gaps, 'gaps'),
  };
}

function partOf(row: Row): CataloguedPart {
  return {
    file: String(row['file']),
    octets: numberIn(row, 'octets'),
    startMs: numberOrNull(row, 'start_ms'),
    endMs: numberOrNull(row, 'end_ms'),
  };
}

function numberIn(row: Row, name: string): number {
  return Number(row[name] ?? 0);
}

function numberOrNull(row: Row, name: string): number | null {
  const value = row[name];
  return typeof value === 'number' ? value : null;
}
