import type { AnalysisSettings, DetectionsMessage, StatusMessage } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import type { Output } from 'webm-reassembler';
import type { EventBus } from '../bus/index.js';
import { messageOf, ServerError } from '../errors.js';
import type { KeptStream, StreamRecord, StreamRecorder } from '../record/index.js';
import type { LiveFeeds } from '../watch/index.js';
import { ChunkIntake } from './chunk-intake.js';
import type { AnalysedFrame } from './frame-analysis.js';
import type { LiveStages, RestoredPosition, StagesEnd } from './live-stages.js';
import { errorMessage, gapMessage } from './messages.js';
import { PrivateResults } from './private-results.js';
import { type AnalysisEngine, StreamAnalysis } from './stream-analysis.js';
import type { FaceMessage } from './stream-faces.js';
import { refuseBeyondLimits, type StreamLimits } from './stream-limits.js';
import type { StreamObserver } from './stream-observer.js';
import { restoreStages } from './stream-restoration.js';
import { StreamStatistics } from './stream-statistics.js';

/** What a stream is, and what its stages need. */
export interface StageParts {
  readonly id: string;
  readonly mimeType: string;
  readonly limits: StreamLimits;
  readonly startedAt: Date;
  readonly recorder: StreamRecorder;
  readonly engine: AnalysisEngine;
  readonly analysis: AnalysisSettings;
  readonly bus: EventBus;
  readonly observer: StreamObserver;
  readonly feeds: LiveFeeds;
  readonly log: Logger;
}

/** What chunks go through, whoever brings them: the reassembler, the recording, the analysis. Events go to the bus. */
export class StreamStages implements LiveStages {
  readonly #parts: StageParts;
  readonly #intake: ChunkIntake;
  readonly #statistics = new StreamStatistics();
  readonly #analysis: StreamAnalysis;
  readonly #private = new PrivateResults();
  #endedAt: Date | undefined;
  #endSequence: number | undefined;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#intake = new ChunkIntake(parts.mimeType);
    this.#analysis = new StreamAnalysis(parts.engine, parts.analysis, {
      onDetections: (message, framesPassedOver) => {
        this.#statistics.addAnalysedFrame(framesPassedOver, parts.engine.now());
        this.#tellResult(this.#private.publicPart(message));
      },
      onFace: (message) => this.#tellResult(message),
      onDecoderFailed: (code) => parts.observer.decoderFailed(code),
      onTrouble: (error) => this.#report(error),
      onSkipped: (segments) =>
        parts.log.warn({ segments }, 'the decoder is behind: left out up to the next random access point'),
    });
  }

  get chunks(): number {
    return this.#statistics.chunks;
  }

  get newestAnalysedFrame(): AnalysedFrame | undefined {
    return this.#analysis.newest;
  }

  get status(): StatusMessage {
    return this.#statistics.status(this.#parts.id, this.#parts.engine.now(), this.#analysis.progress);
  }

  /** The stream as `stream.json` keeps it. */
  get record(): StreamRecord {
    const { id, mimeType, startedAt, recorder } = this.#parts;
    return {
      version: 1,
      id,
      mimeType,
      startedAt: startedAt.toISOString(),
      endedAt: this.#endedAt?.toISOString() ?? null,
      ...(this.#endSequence === undefined ? {} : { endSequence: this.#endSequence }),
      chunks: this.#statistics.chunks,
      octets: this.#statistics.octets,
      ...this.#statistics.media,
      recordings: [...recorder.recordings],
    };
  }

  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage {
    return this.#private.forPublisher(event);
  }

  /**
   * Reassembles a chunk, records it, analyses it.
   *
   * @returns resolves when the recording holds it
   * @throws ServerError when the octets are no stream that may be recorded; WriterAbandonedError
   */
  async take(chunk: Uint8Array, sequence: number): Promise<void> {
    const arrivedAtMs = this.#parts.engine.now();
    const outputs = this.#intake.take(chunk, sequence);
    refuseBeyondLimits(outputs, this.#parts.limits);
    this.#statistics.addChunk(chunk.length, outputs);
    this.#follow(outputs, sequence, arrivedAtMs);
    await this.#parts.recorder.take({ sequence, receivedAtMs: Date.now(), octets: chunk, outputs });
  }

  /**
   * Records that chunks will never come.
   *
   * @throws WriterAbandonedError
   */
  async takeLost(first: number, last: number): Promise<void> {
    this.#intake.lose(last);
    this.#parts.log.warn({ first, last }, 'the publisher could not keep chunks: they are missing in the recording');
    await this.#parts.recorder.takeLost({ first, last, receivedAtMs: Date.now() });
  }

  /**
   * Takes what another process took, from its journal.
   *
   * @throws what reading or writing throws, and the reason of the signal; then the files are left to the next process
   */
  async restore(kept: KeptStream, signal: AbortSignal): Promise<RestoredPosition> {
    const { feeds, id } = this.#parts;
    const stages = {
      intake: this.#intake,
      statistics: this.#statistics,
      analysis: this.#analysis,
      show: (outputs: readonly Output[]) => feeds.add(id, outputs),
    };
    try {
      return await restoreStages(kept, { ...stages, now: this.#parts.engine.now, signal });
    } catch (thrown) {
      this.#parts.recorder.abandon();
      await this.#analysis.finish(0);
      throw thrown;
    }
  }

  /** Says how the stream is doing, to the bus and to the disk. */
  tick(): void {
    this.#parts.bus.publish(this.#parts.id, this.status);
    this.#parts.recorder.saveSoon(this.record);
  }

  /** Waits for the last results and closes the recording. */
  async close({ sequence, endSequence, endedAt, canGoOn, deadlineMs }: StagesEnd): Promise<void> {
    const { recorder, engine } = this.#parts;
    const ends = this.#intake.end();
    // What is cut off where this process stops is no gap: the next one goes on there.
    const outputs = canGoOn ? ends.filter((output) => output.kind !== 'gap') : ends;
    if (canGoOn) this.#analysis.feed(outputs, sequence, engine.now());
    else this.#follow(outputs, sequence, engine.now());
    await this.#analysis.finish(deadlineMs);
    this.#statistics.settle();
    this.#endedAt = endedAt;
    this.#endSequence = endSequence;
    await recorder.finish(() => this.record, { outputs, sequence, canGoOn });
  }

  async giveUp(): Promise<void> {
    await this.#analysis.finish(0);
  }

  /** Tells the publisher and the log of trouble that the stream survives. */
  tellOfRecordingFailure(thrown: unknown): void {
    const message = `writing the recording failed: ${messageOf(thrown)}`;
    this.#report(new ServerError('recording-failed', message, { cause: thrown }));
  }

  #follow(outputs: readonly Output[], sequence: number, arrivedAtMs: number): void {
    for (const output of outputs) {
      if (output.kind !== 'gap') continue;
      this.#parts.log.warn({ gap: output }, output.message);
      this.#parts.bus.publish(this.#parts.id, gapMessage(output));
    }
    this.#parts.feeds.add(this.#parts.id, outputs);
    this.#analysis.feed(outputs, sequence, arrivedAtMs);
  }

  /** Into the log and to everybody: nothing private. */
  #tellResult(message: DetectionsMessage | FaceMessage): void {
    this.#parts.recorder.logDetections(message);
    this.#parts.bus.publish(this.#parts.id, message);
  }

  #report(error: ServerError): void {
    this.#parts.log.error({ code: error.code, cause: error.cause }, error.message);
    this.#parts.bus.publish(this.#parts.id, errorMessage(error));
  }
}
