import type { Logger } from 'pino';
import { isLoopback } from '../access/index.js';
import type { EventBus } from '../bus/index.js';
import { messageOf, ServerError } from '../errors.js';
import type { OpenRequest, OpenStream, StreamPort } from '../ingest/index.js';
import type {
  JournalStart,
  RecorderOptions,
  StreamRecord,
  StreamRecorder,
  StreamStore,
  SyncPolicy,
} from '../record/index.js';
import { isStreamId, randomStreamId } from '../stream-id.js';
import { LiveStream } from './live-stream.js';
import type { StreamLimits } from './stream-limits.js';
import { PublisherSeat } from './publisher-seat.js';
import { Restorations } from './restorations.js';
import type { AnalysedFrame, AnalysisEngine } from './stream-analysis.js';

export interface RegistryOptions extends StreamLimits {
  readonly maxStreams: number;
  readonly maxStreamsPerAddress: number;
  readonly resumeGraceMs: number;
  readonly sync: SyncPolicy;
  /** Whether the chunks of a stream as they came are kept when it has ended. */
  readonly keepsJournals: boolean;
}

export interface RegistryParts {
  readonly store: StreamStore;
  readonly engine: AnalysisEngine;
  readonly bus: EventBus;
  readonly log: Logger;
}

/**
 * `publishing`: chunks come. `waiting`: for the publisher to come back. `ending`: the recording is being closed.
 * `ended`: it is closed. `interrupted`: the server died while the stream was live, and its journal cannot be read; what
 * was recorded plays.
 */
export type StreamState = 'publishing' | 'waiting' | 'ending' | 'ended' | 'interrupted';

export type StreamSummary = StreamRecord & { readonly state: StreamState };

/** Whose recorder it is, once the stream is there. */
interface StreamOwner {
  stream: LiveStream | undefined;
}

/** All streams: those that are live, and those that are kept on disk. */
export class StreamRegistry implements StreamPort {
  readonly #options: RegistryOptions;
  readonly #parts: RegistryParts;
  readonly #live = new Map<string, LiveStream>();
  /** IDs whose directory is being made: two publishers must not get the same one. */
  readonly #opening = new Map<string, Promise<LiveStream>>();
  readonly #restorations: Restorations;
  readonly #stopping = new AbortController();

  constructor(options: RegistryOptions, parts: RegistryParts) {
    this.#options = options;
    this.#parts = parts;
    this.#restorations = new Restorations(parts.store.unfinished, async (id) => this.#restore(id));
  }

  /**
   * Goes on with the streams that an earlier process did not end; each then waits for its publisher. Resolves when all
   * are there. Others can be opened meanwhile.
   */
  async restore(): Promise<void> {
    await this.#restorations.run();
  }

  async open(request: OpenRequest): Promise<OpenStream> {
    const id = request.stream ?? randomStreamId();
    if (!isStreamId(id))
      throw new ServerError(
        'stream-id-invalid',
        'the stream ID has characters that are not allowed, or is too long or empty',
      );
    this.#refuseWhenStopping();
    await this.#restorations.of(id);
    await this.#opening.get(id)?.catch(() => undefined);
    const stream = request.resume ? this.#waiting(id) : (this.#ofSession(request) ?? (await this.#create(id, request)));
    this.#refuseWhenStopping();
    stream.attach(request.publisher);
    return new PublisherSeat(stream, request.publisher);
  }

  /** Newest first. */
  list(): readonly StreamSummary[] {
    const live = [...this.#live.values()].map(liveSummary);
    const stored = this.#parts.store.list().filter(({ id }) => !this.#live.has(id));
    const ended = stored.map((record) => this.#storedSummary(record));
    return [...live, ...ended].sort((one, other) => other.startedAt.localeCompare(one.startedAt));
  }

  get(id: string): StreamSummary | undefined {
    const live = this.#live.get(id);
    if (live !== undefined) return liveSummary(live);
    const stored = this.#parts.store.get(id);
    return stored === undefined ? undefined : this.#storedSummary(stored);
  }

  /** IDs of the streams that have not ended. */
  get liveIds(): readonly string[] {
    return [...this.#live.keys()];
  }

  /** The newest analysed frame of a live stream. */
  newestAnalysedFrame(id: string): AnalysedFrame | undefined {
    return this.#live.get(id)?.newestAnalysedFrame;
  }

  /** Takes no new streams and closes the live ones, for the next process. Resolves when their recordings are closed. */
  async drain(): Promise<void> {
    const error = new ServerError('server-stopping', 'the server stops; the stream goes on with the next one');
    this.#stopping.abort(error);
    this.#restorations.stop();
    await Promise.allSettled([...this.#live.values()].map((stream) => stream.suspend(error)));
  }

  #refuseWhenStopping(): void {
    if (this.#stopping.signal.aborted)
      throw new ServerError('server-stopping', 'the server stops and takes no new streams');
  }

  /** The stream of a publisher that says `start` once more, because it did not hear the answer to the first. */
  #ofSession({ session, stream: id }: OpenRequest): LiveStream | undefined {
    if (session === undefined) return undefined;
    return [...this.#live.values()].find(
      (stream) =>
        stream.session === session &&
        (id === undefined || id === stream.id) &&
        (stream.state === 'publishing' || stream.state === 'waiting'),
    );
  }

  #waiting(id: string): LiveStream {
    const stream = this.#live.get(id);
    if (stream === undefined) {
      if (this.#parts.store.get(id) !== undefined) throw new ServerError('stream-ended', `stream ${id} has ended`);
      throw new ServerError('stream-unknown', `there is no stream ${id} to resume`);
    }
    if (stream.state === 'ending' || stream.state === 'ended')
      throw new ServerError('stream-ended', `stream ${id} has ended`);
    return stream;
  }

  async #create(id: string, request: OpenRequest): Promise<LiveStream> {
    if (this.#live.has(id) || this.#opening.has(id) || this.#parts.store.get(id) !== undefined) {
      throw new ServerError('stream-exists', `there is a stream ${id} already`);
    }
    if (this.#live.size + this.#opening.size >= this.#options.maxStreams) {
      throw new ServerError('too-many-streams', `the limit of ${this.#options.maxStreams} live streams is reached`);
    }
    this.#refuseTooManyOf(request.address);
    refuseOtherContainers(request.mimeType);
    const opening = this.#construct(id, request);
    this.#opening.set(id, opening);
    try {
      const stream = await opening;
      this.#live.set(id, stream);
      return stream;
    } finally {
      this.#opening.delete(id);
    }
  }

  #refuseTooManyOf(address: string): void {
    // Behind a proxy that was not named every client has its address; whoever is on this machine needs no limit.
    if (isLoopback(address)) return;
    const { maxStreamsPerAddress } = this.#options;
    const live = [...this.#live.values()].filter((stream) => stream.address === address).length;
    if (live < maxStreamsPerAddress) return;
    const message = `the limit of ${maxStreamsPerAddress} live streams of one address is reached`;
    throw new ServerError('too-many-streams-of-address', message);
  }

  async #construct(id: string, { mimeType, canResume, session, address }: OpenRequest): Promise<LiveStream> {
    const log = this.#parts.log.child({ stream: id });
    const about = { version: 1, id, mimeType, startedAt: new Date().toISOString(), canResume, address } as const;
    const start: JournalStart = session === undefined ? about : { ...about, session };
    const owner: StreamOwner = { stream: undefined };
    const recorder = await this.#parts.store
      .record(start, this.#recorderOptions(owner, log))
      .catch((thrown: unknown) => {
        throw new ServerError('recording-failed', `the recording cannot be started: ${messageOf(thrown)}`, {
          cause: thrown,
        });
      });
    const stream = LiveStream.begin(this.#streamParts(start, recorder, log));
    owner.stream = stream;
    recorder.saveSoon(stream.record);
    log.info({ mimeType }, 'stream started');
    return stream;
  }

  /** What cannot be restored is left as it is. */
  async #restore(id: string): Promise<void> {
    const log = this.#parts.log.child({ stream: id });
    const owner: StreamOwner = { stream: undefined };
    try {
      const kept = await this.#parts.store.reopen(id, this.#recorderOptions(owner, log));
      const stream = await LiveStream.goOn(
        this.#streamParts(kept.start, kept.recorder, log),
        kept,
        this.#stopping.signal,
      );
      owner.stream = stream;
      if (stream.state !== 'ended') this.#live.set(id, stream);
      log.info({ nextSequence: stream.nextSequence }, 'stream restored; it waits for its publisher');
    } catch (thrown) {
      if (!this.#stopping.signal.aborted)
        log.error({ err: thrown }, 'the stream cannot be restored, and is left alone');
    }
  }

  #streamParts({ id, mimeType, canResume, session, address, startedAt }: JournalStart, recorder: StreamRecorder, log: Logger) {
    return {
      id,
      mimeType,
      canResume,
      session,
      log,
      recorder,
      address,
      limits: this.#options,
      startedAt: new Date(startedAt),
      resumeGraceMs: this.#options.resumeGraceMs,
      engine: this.#parts.engine,
      bus: this.#parts.bus,
      onEnded: (record: StreamRecord) => this.#ended(record, log),
    };
  }

  #recorderOptions(owner: StreamOwner, log: Logger): RecorderOptions {
    return {
      sync: this.#options.sync,
      keepsJournal: this.#options.keepsJournals,
      onFailing: (thrown) => {
        if (owner.stream === undefined) log.error({ err: thrown }, 'writing the recording failed; it is tried again');
        else owner.stream.tellOfRecordingFailure(thrown);
      },
      onRecovered: () => log.info('the recording is being written again'),
    };
  }

  #storedSummary(record: StreamRecord): StreamSummary {
    if (this.#restorations.has(record.id)) return { ...record, state: 'waiting' };
    return { ...record, state: record.endedAt === null ? 'interrupted' : 'ended' };
  }

  #ended(record: StreamRecord, log: Logger): void {
    this.#live.delete(record.id);
    this.#parts.store.addEnded(record);
    log.info({ chunks: record.chunks, octets: record.octets }, 'stream ended');
  }
}

/** Safari's recorder writes MP4 unless it is asked for WebM. */
function refuseOtherContainers(mimeType: string): void {
  if (mimeType === '' || /^(video|audio)\/(webm|x-matroska|matroska)\b/i.test(mimeType)) return;
  throw new ServerError(
    'stream-invalid',
    `the recorder says that it writes ${mimeType}, which is not WebM or Matroska`,
  );
}

function liveSummary(stream: LiveStream): StreamSummary {
  return { ...stream.record, state: stream.state };
}
