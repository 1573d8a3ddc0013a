export { RecordingWriter } from './segments/recording/recording-writer.js';
export type { RecordingOptions } from './segments/recording/recording-options.js';
export type {
  RecordingAppend,
  RecordingBegin,
  RecordingFinish,
  RecordingPatch,
  RecordingWrite,
} from './segments/recording/recording-write.js';
export { makeSeekable } from './make-seekable.js';
export type { SeekablePart, SeekableRecording } from './make-seekable.js';
