import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { Logger } from 'pino';
import type { EventBus } from '../bus/index.js';
import { messageOf, ServerError } from '../errors.js';
import type { OpenRequest } from '../ingest/index.js';
import type {
  JournalStart,
  RecorderOptions,
  StreamRecord,
  StreamRecorder,
  StreamStore,
  SyncPolicy,
} from '../record/index.js';
import type { LiveFeeds } from '../watch/index.js';
import type { AnalysisLimits } from './analysis-limits.js';
import { LiveStream } from './live-stream.js';
import type { AnalysisEngine } from './stream-analysis.js';
import type { StreamLimits } from './stream-limits.js';
import type { StreamObserver } from './stream-observer.js';

export interface StreamMakerOptions extends StreamLimits {
  readonly resumeGraceMs: number;
  readonly analysis: AnalysisLimits;
  readonly sync: SyncPolicy;
  /** Whether the chunks of a stream as they came are kept when it has ended. */
  readonly keepsJournals: boolean;
}

export interface StreamMakerParts {
  readonly store: StreamStore;
  readonly engine: AnalysisEngine;
  readonly bus: EventBus;
  readonly observer: StreamObserver;
  /** Where viewers take the live pictures from. */
  readonly feeds: LiveFeeds;
  readonly log: Logger;
}

/** Whose recorder it is, once the stream is there. */
interface StreamOwner {
  stream: LiveStream | undefined;
}

/** Makes live streams: new ones, and those that another process left. */
export class StreamMaker {
  readonly #options: StreamMakerOptions;
  readonly #parts: StreamMakerParts;
  readonly #onEnded: (record: StreamRecord) => void;

  constructor(options: StreamMakerOptions, parts: StreamMakerParts, onEnded: (record: StreamRecord) => void) {
    this.#options = options;
    this.#parts = parts;
    this.#onEnded = onEnded;
  }

  /** @throws ServerError `recording-failed` */
  async begin(id: string, request: OpenRequest, analysis: AnalysisSettings): Promise<LiveStream> {
    const { mimeType, canResume, session, address } = request;
    const log = this.#parts.log.child({ stream: id });
    const about = {
      version: 1,
      id,
      mimeType,
      startedAt: new Date().toISOString(),
      canResume,
      address,
      analysis,
    } as const;
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
    this.#parts.observer.streamStarted(id, mimeType);
    return stream;
  }

  /**
   * Goes on with a stream that another process did not end. One that cannot be restored is left as it is.
   *
   * @param signal stops it midway
   */
  async goOn(id: string, signal: AbortSignal): Promise<LiveStream | undefined> {
    const log = this.#parts.log.child({ stream: id });
    const owner: StreamOwner = { stream: undefined };
    try {
      const kept = await this.#parts.store.reopen(id, this.#recorderOptions(owner, log));
      const stream = await LiveStream.goOn(this.#streamParts(kept.start, kept.recorder, log), kept, signal);
      owner.stream = stream;
      log.info({ nextSequence: stream.nextSequence }, 'stream restored');
      return stream;
    } catch (thrown) {
      if (!signal.aborted) log.error({ err: thrown }, 'the stream cannot be restored, and is left alone');
      return undefined;
    }
  }

  #streamParts({ startedAt, session, analysis, ...start }: JournalStart, recorder: StreamRecorder, log: Logger) {
    const { resumeGraceMs } = this.#options;
    const { engine, bus, feeds, observer } = this.#parts;
    return {
      ...start,
      session,
      // A journal of an older server does not say.
      analysis: analysis ?? this.#options.analysis.defaults,
      startedAt: new Date(startedAt),
      limits: this.#options,
      resumeGraceMs,
      recorder,
      engine,
      bus,
      observer,
      feeds,
      log,
      onEnded: (record: StreamRecord) => {
        this.#onEnded(record);
        log.info({ chunks: record.chunks, octets: record.octets }, 'stream ended');
      },
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
}
