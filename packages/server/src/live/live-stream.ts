import type { AnalysisSettings } from '@webm-reassembler/protocol';
import { asServerError, ServerError } from '../errors.js';
import type { PublisherLink } from '../ingest/index.js';
import { type KeptStream, type StreamRecord, WriterAbandonedError } from '../record/index.js';
import { stillTypeOfFile } from '../frames/still-file-name.js';
import { isStillType, type StillType } from '../frames/still-header.js';
import { ResultFeed } from '../watch/index.js';
import { endedMessage } from './messages.js';
import { ChunkNumbers } from './chunk-numbers.js';
import type { AnalysedFrame } from './frame-analysis.js';
import type { LiveStages } from './live-stages.js';
import { PublisherLine } from './publisher-line.js';
import { tooLong } from './stream-limits.js';
import type { StageParts } from './stage-parts.js';
import { StreamStages } from './stream-stages.js';
import { StillStages } from './still-stages.js';

/** What a stream is made of; everything that it closes itself when it ends. */
export interface LiveStreamParts extends StageParts {
  /** Where its publisher connected from when it began. */
  readonly address: string;
  /** Whether the stream waits for its publisher when the connection closes. */
  readonly canResume: boolean;
  /** What the publisher calls itself, where it does. */
  readonly session: string | undefined;
  readonly resumeGraceMs: number;
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
 *
 * Where the server stops, the recording is closed as at an end, but the journal stays, so that the next server can go on.
 */
type State =
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout | undefined }
  | { readonly kind: 'publishing'; readonly publisher: PublisherLine }
  | { readonly kind: 'ending'; readonly publisher: PublisherLine | undefined; readonly done: Promise<void> }
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
  /** Others, when the first chunk shows that the publisher sends still images. */
  #stages: LiveStages;
  #statusTimer: NodeJS.Timeout | undefined;
  #state: State = { kind: 'waiting', timer: undefined };
  readonly #numbers = new ChunkNumbers();
  /** Of a stream that another process received and nobody has gone on with: when that was. */
  #leftAtMs: number | undefined;

  private constructor(parts: LiveStreamParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#stages = isStillType(parts.mimeType) ? new StillStages(parts) : new StreamStages(parts);
  }

  /** Begins a new stream, which waits for its publisher. */
  static begin(parts: LiveStreamParts): LiveStream {
    const stream = new LiveStream(parts);
    stream.#startTicking();
    return stream;
  }

  /**
   * Goes on with a stream that another process left: it waits for its publisher as if the connection had just closed.
   *
   * @throws what reading or writing throws, and the reason of the signal; then the files are left to the next process
   */
  static async goOn(parts: LiveStreamParts, kept: KeptStream, signal: AbortSignal): Promise<LiveStream> {
    const stream = new LiveStream(parts);
    // A publisher that did not say what it sends.
    const [still] = kept.stills.records;
    if (still !== undefined) stream.expectStills(stillTypeOfFile(still.file));
    const position = await stream.#stages.restore(kept, signal);
    stream.#numbers.goOnBehind(position.recordedSequence);
    stream.#leftAtMs = position.receivedAtMs;
    stream.#startTicking();
    stream.#waitForPublisher();
    return stream;
  }

  get session(): string | undefined {
    return this.#parts.session;
  }

  get address(): string {
    return this.#parts.address;
  }

  get analysis(): AnalysisSettings {
    return this.#parts.analysis;
  }

  get nextSequence(): number {
    return this.#numbers.next;
  }

  get recordedSequence(): number {
    return this.#numbers.recorded;
  }

  get unrecordedOctets(): number {
    return this.#parts.recorder.waitingOctets;
  }

  get state(): 'publishing' | 'waiting' | 'ending' | 'ended' {
    return this.#state.kind;
  }

  get newestAnalysedFrame(): AnalysedFrame | undefined {
    return this.#stages.newestAnalysedFrame;
  }

  /** The stream as `stream.json` keeps it. */
  get record(): StreamRecord {
    return this.#stages.record;
  }

  isPublishedBy(publisher: PublisherLink): boolean {
    return this.#state.kind === 'publishing' && this.#state.publisher.isTo(publisher);
  }

  /** Gives the stream to a connection; one that has it already is dismissed. */
  attach(link: PublisherLink): void {
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    if (this.#state.kind === 'publishing') {
      const { publisher } = this.#state;
      const error = new ServerError('publisher-replaced', `another connection has taken over stream ${this.id}`);
      publisher.close();
      publisher.tell(error);
      publisher.hangUp(error);
    }
    this.#state = { kind: 'publishing', publisher: this.#lineTo(link) };
    this.#leftAtMs = undefined;
  }

  /** The connection has closed. */
  detach(): void {
    if (this.#state.kind !== 'publishing') return;
    this.#state.publisher.close();
    this.#waitForPublisher();
  }

  /** Chunks are still images, which the publisher had not said. Of no effect behind the first chunk. */
  expectStills(type: StillType): void {
    if (this.#numbers.next > 0 || isStillType(this.record.mimeType)) return;
    void this.#stages.giveUp();
    this.#stages = new StillStages({ ...this.#parts, mimeType: type });
  }

  /**
   * Takes the next chunk: reassembles it, records it, analyses it.
   *
   * @param capturedAtMs when the publisher says that it had it, in ms since the epoch
   * @returns resolves when the recording holds the chunk, or never will
   */
  async take(chunk: Uint8Array, capturedAtMs?: number): Promise<void> {
    if (this.#state.kind !== 'publishing') return;
    const sequence = this.#numbers.take();
    try {
      await this.#stages.take(chunk, sequence, capturedAtMs);
      this.#recorded(sequence);
    } catch (thrown) {
      // What was given up when the server stopped was never acknowledged.
      if (!(thrown instanceof WriterAbandonedError)) this.#abort(asServerError(thrown));
    }
  }

  /**
   * Goes on behind `last`: what comes before will never come.
   *
   * @returns resolves when that is recorded, or never will be
   */
  async takeLost(last: number): Promise<void> {
    const first = this.#state.kind === 'publishing' ? this.#numbers.lose(last) : undefined;
    if (first === undefined) return;
    await this.#stages.takeLost(first, last).then(
      () => this.#recorded(last),
      () => undefined,
    );
  }

  /** Ends the stream: last results, recording closed, publisher told. Every call waits for the same end. */
  finish(): Promise<void> {
    return this.#finish(false);
  }

  /** The publisher has sent everything. */
  async finishAsPublished(): Promise<void> {
    this.#numbers.close();
    await this.finish();
  }

  #finish(canGoOn: boolean): Promise<void> {
    if (this.#state.kind === 'ended') return Promise.resolve();
    if (this.#state.kind === 'ending') return this.#state.done;
    if (this.#state.kind === 'waiting') clearTimeout(this.#state.timer);
    const publisher = this.#publisher;
    const done = this.#end(canGoOn)
      .catch((thrown: unknown) => this.#parts.log.error({ err: thrown }, 'the stream did not end as it should'))
      .finally(() => {
        publisher?.close();
        this.#state = { kind: 'ended' };
      });
    this.#state = { kind: 'ending', publisher, done };
    return done;
  }

  /** Ends the stream because of `error`, which the publisher hears before everything else. */
  async stop(error: ServerError): Promise<void> {
    const publisher = this.#publisher;
    publisher?.tell(error);
    await this.finish();
    publisher?.hangUp(error);
  }

  /**
   * Closes the stream because this process stops. Its publisher is told to come back, and finds it with the next one.
   * A disk that does not write is not waited for: what it lacks was not acknowledged, or stands in the journal.
   */
  async suspend(error: ServerError): Promise<void> {
    const publisher = this.#publisher;
    publisher?.tell(error);
    const giveUp = setTimeout(() => this.#parts.recorder.abandon(), LAST_RESULTS_DEADLINE_MS + LAST_WRITES_DEADLINE_MS);
    await this.#finish(this.#parts.canResume);
    clearTimeout(giveUp);
    publisher?.hangUp(error);
  }

  /** Tells the publisher and the log of trouble that the stream survives. */
  tellOfRecordingFailure(thrown: unknown): void {
    this.#stages.tellOfRecordingFailure(thrown);
  }

  #lineTo(link: PublisherLink): PublisherLine {
    const feed = new ResultFeed(this.#parts.bus, this.id, link, (event) => this.#stages.forPublisher(event));
    return new PublisherLine(link, feed);
  }

  /** The connection that is listening, also while the stream ends. */
  get #publisher(): PublisherLine | undefined {
    return this.#state.kind === 'publishing' || this.#state.kind === 'ending' ? this.#state.publisher : undefined;
  }

  #recorded(sequence: number): void {
    this.#numbers.hold(sequence);
    this.#publisher?.acknowledge(sequence);
  }

  #abort(error: ServerError): void {
    this.#parts.log.error({ code: error.code, cause: error.cause }, error.message);
    void this.stop(error);
  }

  #waitForPublisher(): void {
    const { canResume, resumeGraceMs } = this.#parts;
    const timer = canResume ? setTimeout(() => void this.finish(), resumeGraceMs) : undefined;
    this.#state = { kind: 'waiting', timer };
    if (timer === undefined) void this.finish();
  }

  async #end(canGoOn: boolean): Promise<void> {
    clearInterval(this.#statusTimer);
    const endedAt = this.#leftAtMs === undefined ? new Date() : new Date(this.#leftAtMs);
    try {
      await this.#stages.close({
        sequence: Math.max(0, this.#numbers.next - 1),
        endSequence: this.#numbers.end,
        endedAt,
        canGoOn,
        deadlineMs: LAST_RESULTS_DEADLINE_MS,
      });
    } finally {
      // Before the publisher is told, so that whoever asks after hearing `ended` finds it so.
      this.#parts.onEnded(this.record);
    }
    if (canGoOn) return this.#parts.feeds.end(this.id);
    this.#parts.bus.publish(this.id, this.#stages.status);
    this.#parts.bus.publish(this.id, endedMessage(this.record));
    this.#parts.feeds.end(this.id);
  }

  #startTicking(): void {
    this.#statusTimer = setInterval(() => this.#tick(), STATUS_INTERVAL_MS);
  }

  #tick(): void {
    this.#stages.tick();
    const error = tooLong(this.#parts.startedAt, this.#parts.limits);
    if (error !== undefined) this.#abort(error);
  }
}
