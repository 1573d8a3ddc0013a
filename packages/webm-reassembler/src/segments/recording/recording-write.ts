import type { InitSegment } from '../outputs.js';

/** A file begins. A recording has a further part where what comes next does not fit the init segment of the one before. */
export interface RecordingBegin {
  readonly kind: 'begin';
  /** Counts the files of the recording from 0. */
  readonly part: number;
  /** What the file begins with says the same as this; it says MIME type and tracks. */
  readonly initSegment: InitSegment;
}

/** Octets that belong at the end of the file. */
export interface RecordingAppend {
  readonly kind: 'append';
  readonly part: number;
  /** Octets that the file has already: writing there, and not "at the end", makes a repeated write harmless. */
  readonly position: number;
  /** Joined when asked for. */
  readonly octets: Uint8Array;
  /** The same octets in the pieces that they consist of, for `writev`: nothing is copied. */
  readonly pieces: readonly Uint8Array[];
}

/** Octets that belong over others that the file has already. It is complete after one of these. */
export interface RecordingPatch {
  readonly kind: 'patch';
  readonly part: number;
  readonly position: number;
  readonly octets: Uint8Array;
}

/** A file is complete: nothing more is written to it. */
export interface RecordingFinish {
  readonly kind: 'finish';
  readonly part: number;
  /** Octets of the file. */
  readonly octets: number;
  /** When its last block ends, in ms in the file's times; this is the Duration that the file says. */
  readonly durationMs: number;
  /** Places that a player can seek to. */
  readonly cuePoints: number;
}

/** What to do with a recording's files, in order. */
export type RecordingWrite = RecordingBegin | RecordingAppend | RecordingPatch | RecordingFinish;
