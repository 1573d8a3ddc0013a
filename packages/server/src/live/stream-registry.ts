import { isLoopback } from '../access/index.js';
import { ServerError } from '../errors.js';
import { isStillType } from '../frames/still-header.js';
import type { OpenRequest, OpenStream, StreamPort } from '../ingest/index.js';
import type { StreamRecord } from '../record/index.js';
import { isStreamId, randomStreamId } from '../stream-id.js';
import { settleAnalysis } from './analysis-limits.js';
import type { LiveStream } from './live-stream.js';
import { EndedSeat, wasStopped } from './ended-seat.js';
import { PublisherSeat } from './publisher-seat.js';
import { Restorations } from './restorations.js';
import type { AnalysedFrame } from './frame-analysis.js';
import { StreamMaker, type StreamMakerOptions, type StreamMakerParts } from './stream-maker.js';

export interface RegistryOptions extends StreamMakerOptions {
  readonly maxStreams: number;
  readonly maxStreamsPerAddress: number;
}

/**
 * `publishing`: chunks come. `waiting`: for the publisher to come back. `ending`: the recording is being closed.
 * `ended`: it is closed. `interrupted`: the server died while the stream was live, and its journal cannot be read; what
 * was recorded plays.
 */
export type StreamState = 'publishing' | 'waiting' | 'ending' | 'ended' | 'interrupted';

export type StreamSummary = StreamRecord & { readonly state: StreamState };

/** All streams: those that are live, and those that are kept on disk. */
export class StreamRegistry implements StreamPort {
  readonly #options: RegistryOptions;
  readonly #parts: StreamMakerParts;
  readonly #maker: StreamMaker;
  readonly #live = new Map<string, LiveStream>();
  /** IDs whose directory is being made: two publishers must not get the same one. */
  readonly #opening = new Map<string, Promise<LiveStream>>();
  readonly #restorations: Restorations;
  readonly #stopping = new AbortController();
  #restored: Promise<void> | undefined;

  constructor(options: RegistryOptions, parts: StreamMakerParts) {
    this.#options = options;
    this.#parts = parts;
    this.#maker = new StreamMaker(options, parts, (record) => this.#ended(record));
    this.#restorations = new Restorations(parts.store.unfinished, async (id) => this.#restore(id));
  }

  /**
   * Goes on with the streams that an earlier process did not end; each then waits for its publisher. Others can be
   * opened meanwhile.
   */
  startRestoring(): void {
    this.#restored ??= this.#restorations.run();
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
    const ended = request.resume ? await this.#endedSeat(id, request) : undefined;
    if (ended !== undefined) return ended;
    const stream = request.resume ? this.#waiting(id) : (this.#ofSession(request) ?? (await this.#create(id, request)));
    this.#refuseWhenStopping();
    stream.attach(request.publisher);
    if (request.resume) this.#parts.observer.streamResumed(id);
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

  /** Octets that were received and are not on the disk, of all live streams. */
  get unrecordedOctets(): number {
    return [...this.#live.values()].reduce((sum, stream) => sum + stream.unrecordedOctets, 0);
  }

  /** IDs of the streams that have not ended. */
  get liveIds(): readonly string[] {
    return [...this.#live.keys(), ...this.#restorations.ids];
  }

  /**
   * Deletes a stream with all its files.
   *
   * @throws ServerError `stream-live` while it is being recorded or waits for its publisher, `not-found`
   */
  async remove(id: string): Promise<void> {
    if (this.liveIds.includes(id) || this.#opening.has(id))
      throw new ServerError('stream-live', `stream ${id} is live and cannot be deleted`);
    if (!(await this.#parts.store.remove(id))) throw new ServerError('not-found', `there is no stream ${id}`);
    this.#parts.log.info({ stream: id }, 'stream deleted');
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
    await this.#restored;
    // One that is being made would otherwise become live behind this, and keep the process from ending.
    await Promise.allSettled(this.#opening.values());
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

  /** For a publisher that did not hear that its stream has ended; it may be ending still. */
  async #endedSeat(id: string, { analysis, publisher }: OpenRequest): Promise<OpenStream | undefined> {
    const live = this.#live.get(id);
    if (live?.state === 'ending') await live.finish();
    const record = this.#live.has(id) ? undefined : this.#parts.store.get(id);
    if (record === undefined || !wasStopped(record)) return undefined;
    return new EndedSeat(record, settleAnalysis(analysis, this.#options.analysis), publisher);
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
    const analysis = settleAnalysis(request.analysis, this.#options.analysis);
    const opening = this.#maker.begin(id, request, analysis);
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

  async #restore(id: string): Promise<void> {
    const stream = await this.#maker.goOn(id, this.#stopping.signal);
    if (stream !== undefined && stream.state !== 'ended') this.#live.set(id, stream);
  }

  #storedSummary(record: StreamRecord): StreamSummary {
    if (this.#restorations.has(record.id)) return { ...record, state: 'waiting' };
    return { ...record, state: record.endedAt === null ? 'interrupted' : 'ended' };
  }

  #ended(record: StreamRecord): void {
    this.#live.delete(record.id);
    this.#parts.store.addEnded(record);
  }
}

/** Safari's recorder writes MP4 unless it is asked for WebM. */
function refuseOtherContainers(mimeType: string): void {
  if (mimeType === '' || isStillType(mimeType) || /^(video|audio)\/(webm|x-matroska|matroska)\b/i.test(mimeType))
    return;
  throw new ServerError(
    'stream-invalid',
    `the publisher says that it sends ${mimeType}, which is not WebM, Matroska, JPEG or PNG`,
  );
}

function liveSummary(stream: LiveStream): StreamSummary {
  return { ...stream.record, state: stream.state };
}
