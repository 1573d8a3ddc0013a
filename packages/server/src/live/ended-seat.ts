import { type AnalysisSettings, encodeMessage } from '@webm-reassembler/protocol';
import { ServerError } from '../errors.js';
import type { OpenStream, PublisherLink } from '../ingest/index.js';
import type { StreamRecord } from '../record/index.js';
import { endedMessage, errorMessage } from './messages.js';

/** A stream that has ended because its publisher had said so. */
export type StoppedStream = StreamRecord & { readonly endSequence: number };

/**
 * What a publisher gets that had said `stop`, lost its connection before it heard `ended`, and comes back: the server has
 * everything, so it says `stop` once more and hears it now.
 */
export class EndedSeat implements OpenStream {
  readonly analysis: AnalysisSettings;
  readonly takesChunks = true;
  readonly unrecordedOctets = 0;
  readonly #record: StoppedStream;
  readonly #publisher: PublisherLink;

  constructor(record: StoppedStream, analysis: AnalysisSettings, publisher: PublisherLink) {
    this.#record = record;
    this.analysis = analysis;
    this.#publisher = publisher;
  }

  get id(): string {
    return this.#record.id;
  }

  get nextSequence(): number {
    return this.#record.endSequence;
  }

  get recordedSequence(): number {
    return this.#record.endSequence - 1;
  }

  expectStills(): void {
    // Nothing more is expected.
  }

  /** More than there was when it said `stop`: another publisher, or one that has lost count. */
  async take(): Promise<void> {
    const error = new ServerError('stream-ended', `stream ${this.id} has ended with chunk ${this.recordedSequence}`);
    this.#publisher.send(encodeMessage(errorMessage(error)));
    this.#publisher.hangUp(error);
  }

  async takeLost(): Promise<void> {
    await this.take();
  }

  async finish(): Promise<void> {
    this.#publisher.send(encodeMessage(endedMessage(this.#record)));
  }

  leave(): void {
    // There is nothing to wait for.
  }
}

/** Whether its publisher had said that it was all. */
export function wasStopped(record: StreamRecord): record is StoppedStream {
  return record.endedAt !== null && record.endSequence !== undefined;
}
