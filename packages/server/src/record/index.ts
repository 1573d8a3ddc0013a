export { CHUNK_FILE_PATTERN, ChunkRecordSchema } from './chunk-record.js';
export type { ChunkRecord } from './chunk-record.js';
export { WriterAbandonedError } from './ordered-writer.js';
export { StreamRecorder } from './stream-recorder.js';
export type { ChunkToRecord, RecorderEvents } from './stream-recorder.js';
export { StreamStore } from './stream-store.js';
export type { OnUnreadable } from './stream-store.js';
export { readStreamRecord, StreamRecordSchema } from './stream-record.js';
export type { StreamRecord } from './stream-record.js';
