import type { DetectionsMessage, StatusMessage } from '@webm-reassembler/protocol';
import type { Output } from 'webm-reassembler';
import { messageOf, ServerError } from '../errors.js';
import type { KeptStream, StreamRecord } from '../record/index.js';
import { ChunkIntake } from './chunk-intake.js';
import type { AnalysedFrame } from './frame-analysis.js';
import type { LiveStages, RestoredPosition, StagesEnd } from './live-stages.js';
import { gapMessage } from './messages.js';
import { StageEvents } from './stage-events.js';
import type { StageParts } from './stage-parts.js';
import { StreamAnalysis } from './stream-analysis.js';
import { refuseBeyondLimits } from './stream-limits.js';
import { type StreamEnd, streamRecord } from './stream-record.js';
import { restoreStages } from './stream-restoration.js';
import { StreamStatistics } from './stream-statistics.js';

/** What chunks go through, whoever brings them: the reassembler, the recording, the analysis. Events go to the bus. */
export class StreamStages implements LiveStages {
  readonly #parts: StageParts;
  readonly #intake: ChunkIntake;
  readonly #statistics = new StreamStatistics();
  readonly #analysis: StreamAnalysis;
  readonly #events: StageEvents;
  #end: StreamEnd | undefined;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#events = new StageEvents(parts, this.#statistics);
    this.#intake = new ChunkIntake(parts.mimeType);
    this.#analysis = new StreamAnalysis(parts.engine, parts.analysis, {
      onDetections: this.#events.tellDetections,
      onFace: this.#events.tellFace,
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
    const recordings = [...this.#parts.recorder.recordings];
    return { ...streamRecord(this.#parts, this.#statistics, this.#end), recordings };
  }

  forPublisher<Event extends object>(event: Event): Event | DetectionsMessage {
    return this.#events.forPublisher(event);
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
    this.#end = { endedAt, endSequence };
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

  #report(error: ServerError): void {
    this.#events.tellTrouble(error, 'error');
  }
}
