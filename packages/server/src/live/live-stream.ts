import { encodeMessage } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import type { Output } from 'webm-reassembler';
import type { EventBus } from '../bus/index.js';
import { asServerError, messageOf, ServerError } from '../errors.js';
import type { PublisherLink } from '../ingest/index.js';
import { type StreamRecord, type StreamRecorder, WriterAbandonedError } from '../record/index.js';
import { ResultFeed } from '../watch/index.js';
import { ChunkIntake } from './chunk-intake.js';
import { endedMessage, errorMessage, gapMessage } from './messages.js';
import { type AnalysedFrame, type AnalysisEngine, StreamAnalysis } from './stream-analysis.js';
import { refuseBeyondLimits, type StreamLimits, tooLong } from './stream-limits.js';
import { StreamStatistics } from './stream-statistics.js';

/** What a stream is made of; everything that it closes itself when it ends. */
export interface LiveStreamParts {
  readonly id: string;
  readonly mimeType: string;
  /** Where its publisher connected from when it began. */
  readonly address: string;
  readonly limits: StreamLimits;
  /** Whether the stream waits for its publisher when the connection closes. */
  readonly canResume: boolean;
  readonly resumeGraceMs: number;
  readonly startedAt: Date;
  readonly recorder: StreamRecorder;
  readonly engine: AnalysisEngine;
  readonly bus: EventBus;
  readonly log: Logger;
  /** Told once, with the last record, when everything is closed. */
  readonly onEnded: (record: StreamRecord) => void;
}

/**
 * | state      | goes to    | when                                                                   |
 * | ---------- | ---------- | ---------------------------------------------------------------------- |
 * | waiting    | publishing | a publisher is attached                                                |
 * | publishing | waiting    | its connection has closed, and the stream may be resumed               |
 * | any        | ending     | `stop`, a closed connection without resume, grace over, server stops   |
 * | ending     | ended      | the last results are out and the recording is closed                   |
 */
type State =
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout | undefined }
  | { readonly kind: 'publishing'; readonly publisher: PublisherLink; readonly feed: ResultFeed }
  | { readonly kind: 'ending'; readonly publisher: PublisherLink | undefined; readonly done: Promise<void> }
  | { readonly kind: 'ended' };

const STATUS_INTERVAL_MS = 1000;
/** How long the end of a stream waits for the results of its last frames. */
const LAST_RESULTS_DEADLINE_MS = 5000;
/** How long the end of a stream waits for a disk that does not write. */
const LAST_WRITES_DEADLINE_MS = 5000;

/** The owner of everything that one stream has. Chunks go in; recording, detections and events come of it. */
export class LiveStream {
  readonly id: string;
  readonly #parts: LiveStreamParts;
  readonly #intake = new ChunkIntake();
  readonly #statistics = new StreamStatistics();
  readonly #analysis: StreamAnalysis;
  readonly #statusTimer: NodeJS.Timeout;
  #state: State = { kind: 'waiting', timer: undefined };
  #nextSequence = 0;
  #recordedSequence = -1;
  #endedAt: Date | undefined;

  constructor(parts: LiveStreamParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#analysis = new StreamAnalysis(parts.engine, {
      onDetections: (message, framesPassedOver) => {
        this.#statistics.addAnalysedFrame(framesPassedOver, parts.engine.now());
        parts.recorder.logDetections(message);
        parts.bus.publish(this.id, message);
      },
      onTrouble: (error) => this.#report(error),
      onSkipped: (segments) =>
        parts.log.warn({ segments }, 'the decoder is behind: left out up to the next random access point'),
    });
    this.#statusTimer = setInterval(() => this.#tick(), STATUS_INTERVAL_MS);
  }

  get address(): string {
    return this.#parts.address;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  get recordedSequence(): number {
    return this.#recordedSequence;
  }

  get unrecordedOctets(): number {
    return this.#parts.recorder.waitingOctets;
  }

  get state(): 'publishing' | 'waiting' | 'ending' | 'ended' {
    return this.#state.kind;
  }

  get newestAnalysedFrame(): AnalysedFrame | undefined {
    return this.#analysis.newest;
  }

  /** The stream as `stream.json` keeps it. */
  get record(): StreamRecord {
    return {
      version: 1,
      id: this.id,
      mimeType: this.#parts.mimeType,
      startedAt: this.#parts.startedAt.toISOString(),
      endedAt: this.#endedAt?.toISOString() ?? null,
      chunks: this.#statistics.chunks,
      octets: this.#statistics.octets,
      ...this.#statistics.media,
      recordings: [...this.#parts.recorder.recordings],
    };
  }

  isPublishedBy(publisher: PublisherLink): boolean {
    return this.#state.kind === 'publishing' && this.#state.publisher === publisher;
  }

  /** Gives the stream to a connection; one that has it already is dismissed. */
  attach(publisher: PublisherLink): void {
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    if (this.#state.kind === 'publishing') {
      this.#state.feed.close();
      const error = new ServerError('publisher-replaced', `another connection has taken over stream ${this.id}`);
      this.#state.publisher.send(encodeMessage(errorMessage(error)));
      this.#state.publisher.hangUp(error);
    }
    this.#state = { kind: 'publishing', publisher, feed: new ResultFeed(this.#parts.bus, this.id, publisher) };
  }

  /** The connection has closed. */
  detach(): void {
    if (this.#state.kind !== 'publishing') return;
    this.#state.feed.close();
    const timer = this.#parts.canResume ? setTimeout(() => void this.finish(), this.#parts.resumeGraceMs) : undefined;
    this.#state = { kind: 'waiting', timer };
    if (timer === undefined) void this.finish();
  }

  /**
   * Takes the next chunk: reassembles it, records it, analyses it.
   *
   * @returns resolves when the recording holds the chunk, or never will
   */
  async take(chunk: Uint8Array): Promise<void> {
    if (this.#state.kind !== 'publishing') return;
    const arrivedAtMs = this.#parts.engine.now();
    const sequence = this.#nextSequence;
    this.#nextSequence += 1;
    try {
      const { outputs, pieces } = this.#intake.take(chunk, sequence);
      refuseBeyondLimits(outputs, this.#parts.limits);
      this.#statistics.addChunk(chunk.length, outputs);
      this.#follow(outputs, sequence, arrivedAtMs);
      await this.#parts.recorder.take({ sequence, outputs, pieces });
      this.#recorded(sequence);
    } catch (thrown) {
      // What was given up when the stream ended was never acknowledged, and the end has said so.
      if (!(thrown instanceof WriterAbandonedError)) this.#abort(asServerError(thrown));
    }
  }

  /** Ends the stream: last results, recording closed, publisher told. Every call waits for the same end. */
  finish(): Promise<void> {
    if (this.#state.kind === 'ended') return Promise.resolve();
    if (this.#state.kind === 'ending') return this.#state.done;
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    const previous = this.#state;
    const done = this.#end()
      .catch((thrown: unknown) => this.#parts.log.error({ err: thrown }, 'the stream did not end as it should'))
      .finally(() => {
        if (previous.kind === 'publishing') previous.feed.close();
        this.#state = { kind: 'ended' };
      });
    this.#state = { kind: 'ending', publisher: previous.kind === 'publishing' ? previous.publisher : undefined, done };
    return done;
  }

  /** Ends the stream because of `error`, which the publisher hears before everything else. */
  async stop(error: ServerError): Promise<void> {
    const publisher = this.#publisher;
    publisher?.send(encodeMessage(errorMessage(error)));
    await this.finish();
    publisher?.hangUp(error);
  }

  /** Tells the publisher and the log of trouble that the stream survives. */
  tellOfRecordingFailure(thrown: unknown): void {
    this.#report(
      new ServerError('recording-failed', `writing the recording failed: ${messageOf(thrown)}`, { cause: thrown }),
    );
  }

  /** The connection that is listening, also while the stream ends. */
  get #publisher(): PublisherLink | undefined {
    return this.#state.kind === 'publishing' || this.#state.kind === 'ending' ? this.#state.publisher : undefined;
  }

  #follow(outputs: readonly Output[], sequence: number, arrivedAtMs: number): void {
    for (const output of outputs) {
      if (output.kind !== 'gap') continue;
      this.#parts.log.warn({ gap: output }, output.message);
      this.#parts.bus.publish(this.id, gapMessage(output));
    }
    this.#analysis.feed(outputs, sequence, arrivedAtMs);
  }

  #recorded(sequence: number): void {
    this.#recordedSequence = sequence;
    this.#publisher?.send(encodeMessage({ type: 'ack', sequence }));
  }

  #abort(error: ServerError): void {
    this.#parts.log.error({ code: error.code, cause: error.cause }, error.message);
    void this.stop(error);
  }

  #report(error: ServerError): void {
    this.#parts.log.error({ code: error.code, cause: error.cause }, error.message);
    this.#parts.bus.publish(this.id, errorMessage(error));
  }

  async #end(): Promise<void> {
    clearInterval(this.#statusTimer);
    try {
      await this.#closeAll();
    } finally {
      // Before the publisher is told, so that whoever asks after hearing `ended` finds it so.
      this.#parts.onEnded(this.record);
    }
    this.#sayEnded();
  }

  async #closeAll(): Promise<void> {
    const { recorder, engine } = this.#parts;
    const outputs = this.#intake.end();
    this.#follow(outputs, Math.max(0, this.#nextSequence - 1), engine.now());
    // Rejects only when given up, which `finish` of the recorder decides.
    const recorded = recorder.take({ sequence: this.#nextSequence, outputs, pieces: [] }).catch(() => undefined);
    await this.#analysis.finish(LAST_RESULTS_DEADLINE_MS);
    this.#statistics.settle();
    this.#endedAt = new Date();
    await recorder.finish(this.record, LAST_WRITES_DEADLINE_MS);
    await recorded;
  }

  #sayEnded(): void {
    const { bus, engine } = this.#parts;
    bus.publish(this.id, this.#statistics.status(this.id, engine.now()));
    bus.publish(this.id, endedMessage(this.id, this.#statistics.chunks));
  }

  #tick(): void {
    this.#parts.bus.publish(this.id, this.#statistics.status(this.id, this.#parts.engine.now()));
    this.#parts.recorder.saveSoon(this.record);
    const error = tooLong(this.#parts.startedAt, this.#parts.limits);
    if (error !== undefined) this.#abort(error);
  }
}
