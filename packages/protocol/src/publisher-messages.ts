import type { AnalysisSettings } from './analysis-settings.js';

/** Opens a stream, or resumes one after a network cut. First message of a publisher in the subprotocol. */
export interface StartMessage {
  readonly type: 'start';
  /** `MediaRecorder.mimeType`, for example `video/webm;codecs=vp8,opus`. */
  readonly mimeType: string;
  /** Stream ID to publish under; the server makes one up when it is absent. 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly stream?: string;
  /** Proof that this publisher may publish, where the server asks for one. */
  readonly token?: string;
  /** Whether the stream exists already and goes on: the server answers with the sequence it needs next. */
  readonly resume?: boolean;
  /** The recorder's timeslice in ms. */
  readonly timesliceMs?: number;
  /** How to analyse the stream; the server's defaults where it is absent. Of no effect when a stream is resumed. */
  readonly analysis?: Partial<AnalysisSettings>;
  /**
   * Made up by the publisher for this stream, 1 to 64 of `A-Z a-z 0-9 _ -`. A publisher whose connection broke before it
   * heard `ready` says `start` once more with the same, and gets the same stream.
   */
  readonly session?: string;
}

/**
 * Chunks that were not acknowledged and that the publisher could not keep: they will never come. The server records the
 * gap, acknowledges them, and takes `last + 1` next. Numbers that it has already are no loss.
 */
export interface LostMessage {
  readonly type: 'lost';
  /** Sequence number of the first of them. */
  readonly first: number;
  readonly last: number;
}

/** The publisher has sent its last chunk: finish the recording. */
export interface StopMessage {
  readonly type: 'stop';
}

/** Everything a publisher may say in text. */
export type PublisherMessage = StartMessage | LostMessage | StopMessage;
