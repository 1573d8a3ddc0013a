import type { Readable } from 'node:stream';
import { asServerError, ServerError } from '../errors.js';
import { IdleTimer } from './idle-timer.js';
import { RateLimit, type Rates } from './rate-limit.js';
import type { OpenRequest, OpenStream, PublisherLink, StreamPort } from './stream-port.js';

export interface BodyPublisherOptions {
  readonly idleTimeoutMs: number;
  readonly maxUnrecordedOctets: number;
  readonly rates: Rates;
}

/** What a publisher asks for whose stream is a body. */
export type PublishRequest = Pick<OpenRequest, 'stream' | 'mimeType' | 'address' | 'credential' | 'analysis'>;

/** What is known of a stream that came as the body of a request, when it has ended. */
export interface PublishedBody {
  readonly stream: string;
  readonly chunks: number;
  readonly octets: number;
}

/** A cut of the connection, as HTTP/1.1 servers of Node tell it. */
const CUT = 'the connection broke before the body had ended; what came is recorded';

/**
 * A publisher that sends its stream as the body of one request: `curl -T`, ffmpeg, a native app. The body is read no
 * faster than the disk takes it, and no faster than the limits allow. It cannot be resumed: the stream ends with it.
 */
export class BodyPublisher implements PublisherLink {
  /** Nothing is sent while the body is read: results go to viewers, and into the log of the recording. */
  readonly waitingOctets = 0;
  readonly #options: BodyPublisherOptions;
  readonly #body: Readable;
  readonly #idleTimer: IdleTimer;
  readonly #rateLimit: RateLimit;
  #rateTimer: NodeJS.Timeout | undefined;
  #stream: OpenStream | undefined;
  #octets = 0;
  #lastTaken: Promise<void> = Promise.resolve();
  readonly #hungUp: Promise<ServerError>;
  #hangUp: (error: ServerError) => void = () => undefined;
  #end: (outcome: ServerError | undefined) => void = () => undefined;

  constructor(body: Readable, options: BodyPublisherOptions) {
    this.#body = body;
    this.#options = options;
    this.#hungUp = new Promise((resolve) => (this.#hangUp = resolve));
    this.#rateLimit = new RateLimit(options.rates, performance.now());
    this.#idleTimer = new IdleTimer(options.idleTimeoutMs, () => this.#idle());
  }

  /**
   * Publishes the body under an ID.
   *
   * @returns resolves when the recording is finished
   * @throws ServerError what refused the stream or ended it early; what came before is recorded
   */
  async publish(streams: StreamPort, request: PublishRequest): Promise<PublishedBody> {
    try {
      const stream = await streams.open({ ...request, resume: false, canResume: false, publisher: this });
      this.#stream = stream;
      const failure = await this.#readToTheEnd(stream);
      if (failure !== undefined) throw failure;
      await this.#lastTaken;
      // Ended by itself, because of what came last: it is about to say why.
      if (!stream.takesChunks) throw await this.#hungUp;
      await stream.finish();
      return { stream: stream.id, chunks: stream.nextSequence, octets: this.#octets };
    } finally {
      this.#idleTimer.stop();
      clearTimeout(this.#rateTimer);
      this.#body.removeAllListeners('data');
      this.#stream?.leave();
    }
  }

  send(): void {
    // The answer of the request comes when the stream has ended.
  }

  hangUp(error: ServerError): void {
    this.#hangUp(error);
    this.#end(error);
  }

  async #readToTheEnd(stream: OpenStream): Promise<ServerError | undefined> {
    return new Promise((resolve) => {
      this.#end = resolve;
      this.#body.on('data', (chunk: Buffer) => this.#take(stream, chunk));
      this.#body.once('end', () => resolve(undefined));
      this.#body.once('error', (thrown) => resolve(asServerError(thrown, 'publisher-cut')));
      this.#body.once('close', () => resolve(new ServerError('publisher-cut', CUT)));
    });
  }

  #take(stream: OpenStream, chunk: Buffer): void {
    this.#idleTimer.touch();
    this.#octets += chunk.length;
    this.#lastTaken = stream.take(chunk).then(() => this.#regulate(stream));
    const waitMs = this.#rateLimit.take(chunk.length, performance.now());
    if (waitMs > 0) this.#waitForRate(stream, waitMs);
    this.#regulate(stream);
  }

  #waitForRate(stream: OpenStream, waitMs: number): void {
    clearTimeout(this.#rateTimer);
    this.#rateTimer = setTimeout(() => {
      this.#rateTimer = undefined;
      this.#regulate(stream);
    }, waitMs);
  }

  /** Stops or goes on reading. */
  #regulate({ unrecordedOctets }: OpenStream): void {
    const { maxUnrecordedOctets } = this.#options;
    if (unrecordedOctets > maxUnrecordedOctets || this.#rateTimer !== undefined) this.#body.pause();
    else if (this.#body.isPaused() && unrecordedOctets <= maxUnrecordedOctets / 2) {
      // A pause must not count as silence of the publisher.
      this.#idleTimer.touch();
      this.#body.resume();
    }
  }

  #idle(): void {
    // While the stream is being opened nothing is read.
    if (this.#stream === undefined || this.#body.isPaused()) this.#idleTimer.touch();
    else this.#end(new ServerError('idle-timeout', `nothing came for ${this.#options.idleTimeoutMs} ms`));
  }
}
