import type { Logger } from 'pino';
import { isLoopback } from '../access/index.js';
import type { EventBus } from '../bus/index.js';
import { messageOf, ServerError } from '../errors.js';
import type { OpenRequest, OpenStream, StreamPort } from '../ingest/index.js';
import type { StreamRecord, StreamStore } from '../record/index.js';
import { isStreamId, randomStreamId } from '../stream-id.js';
import { LiveStream } from './live-stream.js';
import type { StreamLimits } from './stream-limits.js';
import { PublisherSeat } from './publisher-seat.js';
import type { AnalysedFrame, AnalysisEngine } from './stream-analysis.js';

export interface RegistryOptions extends StreamLimits {
  readonly maxStreams: number;
  readonly maxStreamsPerAddress: number;
  readonly resumeGraceMs: number;
}

export interface RegistryParts {
  readonly store: StreamStore;
  readonly engine: AnalysisEngine;
  readonly bus: EventBus;
  readonly log: Logger;
}

/**
 * `publishing`: chunks come. `waiting`: for the publisher to come back. `ending`: the recording is being closed.
 * `ended`: it is closed. `interrupted`: the server died while the stream was live; what was recorded plays.
 */
export type StreamState = 'publishing' | 'waiting' | 'ending' | 'ended' | 'interrupted';

export type StreamSummary = StreamRecord & { readonly state: StreamState };

/** All streams: those that are live, and those that are kept on disk. */
export class StreamRegistry implements StreamPort {
  readonly #options: RegistryOptions;
  readonly #parts: RegistryParts;
  readonly #live = new Map<string, LiveStream>();
  /** IDs whose directory is being made: two publishers must not get the same one. */
  readonly #opening = new Set<string>();
  #draining = false;

  constructor(options: RegistryOptions, parts: RegistryParts) {
    this.#options = options;
    this.#parts = parts;
  }

  async open(request: OpenRequest): Promise<OpenStream> {
    const id = request.stream ?? randomStreamId();
    if (!isStreamId(id))
      throw new ServerError(
        'stream-id-invalid',
        'the stream ID has characters that are not allowed, or is too long or empty',
      );
    if (this.#draining) throw new ServerError('server-stopping', 'the server stops and takes no new streams');
    const stream = request.resume ? this.#waiting(id) : await this.#create(id, request);
    stream.attach(request.publisher);
    return new PublisherSeat(stream, request.publisher);
  }

  /** Newest first. */
  list(): readonly StreamSummary[] {
    const live = [...this.#live.values()].map(liveSummary);
    const ended = this.#parts.store.list().map(storedSummary);
    return [...live, ...ended].sort((one, other) => other.startedAt.localeCompare(one.startedAt));
  }

  get(id: string): StreamSummary | undefined {
    const live = this.#live.get(id);
    if (live !== undefined) return liveSummary(live);
    const stored = this.#parts.store.get(id);
    return stored === undefined ? undefined : storedSummary(stored);
  }

  /** IDs of the streams that have not ended. */
  get liveIds(): readonly string[] {
    return [...this.#live.keys()];
  }

  /** The newest analysed frame of a live stream. */
  newestAnalysedFrame(id: string): AnalysedFrame | undefined {
    return this.#live.get(id)?.newestAnalysedFrame;
  }

  /** Takes no new streams and ends the live ones. Resolves when their recordings are closed. */
  async drain(): Promise<void> {
    this.#draining = true;
    const error = new ServerError('server-stopping', 'the server stops; the recording is being finished');
    await Promise.allSettled([...this.#live.values()].map((stream) => stream.stop(error)));
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
    this.#opening.add(id);
    try {
      const stream = await this.#construct(id, request);
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

  async #construct(id: string, request: OpenRequest): Promise<LiveStream> {
    const log = this.#parts.log.child({ stream: id });
    const recorder = await this.#parts.store
      .record(id, {
        onFailing: (thrown) => stream.tellOfRecordingFailure(thrown),
        onRecovered: () => log.info('the recording is being written again'),
      })
      .catch((thrown: unknown) => {
        throw new ServerError('recording-failed', `the recording cannot be started: ${messageOf(thrown)}`, {
          cause: thrown,
        });
      });
    const stream = new LiveStream({
      id,
      log,
      recorder,
      mimeType: request.mimeType,
      address: request.address,
      limits: this.#options,
      canResume: request.canResume,
      resumeGraceMs: this.#options.resumeGraceMs,
      startedAt: new Date(),
      engine: this.#parts.engine,
      bus: this.#parts.bus,
      onEnded: (record) => this.#ended(record, log),
    });
    recorder.saveSoon(stream.record);
    log.info({ mimeType: request.mimeType }, 'stream started');
    return stream;
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

function storedSummary(record: StreamRecord): StreamSummary {
  return { ...record, state: record.endedAt === null ? 'interrupted' : 'ended' };
}
