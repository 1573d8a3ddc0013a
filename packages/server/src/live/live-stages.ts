import type { DetectionsMessage, StatusMessage } from '@webm-reassembler/protocol';
import type { KeptStream, StreamRecord } from '../record/index.js';
import type { AnalysedFrame } from './frame-analysis.js';

/** Where a stream stands that has been restored. */
export interface RestoredPosition {
  /** Sequence number of the last chunk that is kept; -1 where there is none. */
  readonly recordedSequence: number;
  /** When that chunk was received, in ms since the epoch. */
  readonly receivedAtMs: number | undefined;
}

/** How the stages are closed. */
export interface StagesEnd {
  /** Sequence number of the last chunk. */
  readonly sequence: number;
  /** The one behind it, where the publisher said that it was the last. */
  readonly endSequence: number | undefined;
  readonly endedAt: Date;
  /** Whether another process may go on with the stream. */
  readonly canGoOn: boolean;
  /** How long the results of the last frames are waited for. */
  readonly deadlineMs: number;
}

/** What the chunks of a stream go through, whoever brings them. Events go to the bus. */
export interface LiveStages {
  readonly chunks: number;
  readonly newestAnalysedFrame: AnalysedFrame | undefined;
  readonly status: StatusMessage;
  /** The stream as `stream.json` keeps it. */
  readonly record: StreamRecord;
  /** An event as the publisher may have it, who may have more than everybody. */
  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage;
  /**
   * Takes the next chunk: records it, analyses it.
   *
   * @param capturedAtMs when the publisher says that it had it, in ms since the epoch
   * @returns resolves when it is recorded, or was refused and the publisher told
   * @throws ServerError what ends the stream; WriterAbandonedError
   */
  take(chunk: Uint8Array, sequence: number, capturedAtMs: number | undefined): Promise<void>;
  /**
   * Goes on without chunks that will never come.
   *
   * @throws WriterAbandonedError
   */
  takeLost(first: number, last: number): Promise<void>;
  /**
   * Goes on with what another process left.
   *
   * @throws what reading or writing throws, and the reason of the signal; then the files are left to the next process
   */
  restore(kept: KeptStream, signal: AbortSignal): Promise<RestoredPosition>;
  /** Says how the stream is doing, to the bus and to the disk. */
  tick(): void;
  /** Waits for the last results and closes the recording. */
  close(end: StagesEnd): Promise<void>;
  /** Ends before the first chunk: other stages have the recording. */
  giveUp(): Promise<void>;
  /** Tells the publisher and the log of trouble that the stream survives. */
  tellOfRecordingFailure(thrown: unknown): void;
}
