import type { ServerMessage } from '@webm-reassembler/protocol';
import { encodeMessage } from '@webm-reassembler/protocol';
import type { WebSocket } from 'ws';
import { asServerError, ServerError } from '../errors.js';
import { CLOSE_CODES, closeCodeOf } from '../close-code.js';
import { IdleTimer } from './idle-timer.js';
import { RateLimit, type Rates } from './rate-limit.js';
import type { PublisherLink } from './stream-port.js';

/** How one mode of the protocol treats what a socket brings. Calls come one at a time, in order. */
export interface IngestSession {
  open(): Promise<void>;
  takeChunkMessage(octets: Uint8Array): Promise<void>;
  takeText(text: string): Promise<void>;
  /** Octets that the stream has taken and that are not on the disk yet. */
  readonly unrecordedOctets: number;
  closed(): void;
}

export interface PublisherSocketOptions {
  readonly idleTimeoutMs: number;
  /** How long the connection may say nothing at all after it was opened. */
  readonly startTimeoutMs: number;
  readonly maxUnrecordedOctets: number;
  readonly rates: Rates;
  /** Where the connection comes from. */
  readonly address: string;
  /** Token or secret that came with the request for the connection. */
  readonly credential: string | undefined;
  /** Told what ended the connection, where it was an error. */
  readonly onFailed: (error: ServerError) => void;
  /** Told of an error that the connection survives. */
  readonly onComplaint: (error: ServerError) => void;
}

/** Errors that may wait for a publisher that does not read, before newer ones are left out. */
const MAX_WAITING_OCTETS = 1024 * 1024;

/**
 * One publisher's socket: hands its messages to a session one at a time, stops reading while too much waits for the
 * disk, and closes a connection that says nothing.
 */
export class PublisherSocket implements PublisherLink {
  readonly #socket: WebSocket;
  readonly #options: PublisherSocketOptions;
  readonly #idleTimer: IdleTimer;
  readonly #startTimer: IdleTimer;
  readonly #rateLimit: RateLimit;
  /** Runs while nothing is read because too much came; the publisher was told when it began. */
  #rateTimer: NodeJS.Timeout | undefined;
  #toldOfRate = false;
  #session: IngestSession | undefined;
  #tail: Promise<void> = Promise.resolve();
  #queuedOctets = 0;
  /** Messages that came and are not dealt with: as long as there are any, the publisher is the one who waits. */
  #queuedWork = 0;
  #answersPings = true;

  constructor(socket: WebSocket, options: PublisherSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#idleTimer = new IdleTimer(options.idleTimeoutMs, () => this.#idle());
    this.#startTimer = new IdleTimer(options.startTimeoutMs, () => this.#saysNothing());
    this.#rateLimit = new RateLimit(options.rates, performance.now());
    socket.on('message', (octets, isBinary) => this.#receive(asBuffer(octets), isBinary));
    socket.on('pong', () => (this.#answersPings = true));
    socket.on('error', (thrown) => options.onFailed(asServerError(thrown)));
    socket.on('close', () => this.#closed());
  }

  /** Lets a session have what comes from now on. */
  begin(session: IngestSession): void {
    this.#session = session;
    this.#enqueue(() => session.open());
  }

  get address(): string {
    return this.#options.address;
  }

  get credential(): string | undefined {
    return this.#options.credential;
  }

  get waitingOctets(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  /** Tells the publisher of an error that the connection survives. */
  complain(error: ServerError): void {
    this.#options.onComplaint(error);
    if (this.waitingOctets < MAX_WAITING_OCTETS) this.#say({ type: 'error', ...error.answer() });
  }

  /** Closes after the last word has been said. */
  closeNormally(): void {
    this.#socket.close(CLOSE_CODES.normal);
  }

  /** Tells the publisher of an error and closes. */
  dismiss(error: ServerError): void {
    this.#say({ type: 'error', ...error.answer() });
    this.hangUp(error);
  }

  hangUp(error: ServerError): void {
    this.#socket.close(closeCodeOf(error), error.code);
  }

  /** Called by the server's clock: ends a connection whose other side is gone without a word. */
  checkAlive(): void {
    // While the socket is not read, no pong can be seen.
    if (this.#socket.isPaused) return;
    if (!this.#answersPings) return this.#socket.terminate();
    this.#answersPings = false;
    this.#socket.ping();
  }

  /** Stops or goes on reading, by how much waits for the disk. The session calls it when something was recorded. */
  regulate(): void {
    const waiting = this.#queuedOctets + (this.#session?.unrecordedOctets ?? 0);
    if (waiting > this.#options.maxUnrecordedOctets) this.#socket.pause();
    else if (this.#mayContinue(waiting)) this.#continue();
  }

  #mayContinue(waiting: number): boolean {
    const isFreeAgain = waiting <= this.#options.maxUnrecordedOctets / 2;
    return this.#socket.isPaused && this.#rateTimer === undefined && isFreeAgain;
  }

  #receive(octets: Buffer, isBinary: boolean): void {
    this.#startTimer.stop();
    this.#idleTimer.touch();
    // Who sends is there, though a pong may be late on a machine that is full.
    this.#answersPings = true;
    this.#keepRate(octets.length);
    this.#queuedOctets += octets.length;
    this.#enqueue(async (session) => {
      this.#queuedOctets -= octets.length;
      await (isBinary ? session.takeChunkMessage(octets) : session.takeText(octets.toString('utf8')));
    });
    this.regulate();
  }

  /** Slows a publisher down that sends more than it may: nothing is lost, TCP makes it wait. */
  #keepRate(octets: number): void {
    const waitMs = this.#rateLimit.take(octets, performance.now());
    if (waitMs === 0) return;
    this.#socket.pause();
    clearTimeout(this.#rateTimer);
    this.#rateTimer = setTimeout(() => {
      this.#rateTimer = undefined;
      this.regulate();
    }, waitMs);
    if (this.#toldOfRate) return;
    this.#toldOfRate = true;
    const { octetsPerSecond, chunksPerSecond } = this.#options.rates;
    const limits = `${octetsPerSecond} octets and ${chunksPerSecond} chunks a second`;
    this.complain(new ServerError('rate-exceeded', `more came than ${limits}; the server reads more slowly`));
  }

  #enqueue(work: (session: IngestSession) => Promise<void>): void {
    this.#queuedWork += 1;
    this.#tail = this.#tail.then(async () => {
      if (this.#session !== undefined) await work(this.#session).catch((thrown) => this.#fail(asServerError(thrown)));
      this.#queuedWork -= 1;
      this.#idleTimer.touch();
    });
  }

  #fail(error: ServerError): void {
    this.#options.onFailed(error);
    this.dismiss(error);
  }

  #continue(): void {
    // A pause must not count as silence of the publisher.
    this.#idleTimer.touch();
    this.#answersPings = true;
    this.#socket.resume();
  }

  #idle(): void {
    if (this.#socket.isPaused || this.#queuedWork > 0) this.#idleTimer.touch();
    else this.#fail(new ServerError('idle-timeout', `nothing came for ${this.#options.idleTimeoutMs} ms`));
  }

  #saysNothing(): void {
    this.#fail(
      new ServerError('start-timeout', `nothing came within ${this.#options.startTimeoutMs} ms of connecting`),
    );
  }

  #closed(): void {
    this.#idleTimer.stop();
    this.#startTimer.stop();
    clearTimeout(this.#rateTimer);
    this.#enqueue(async (session) => session.closed());
  }

  #say(message: ServerMessage): void {
    this.send(encodeMessage(message));
  }
}

/** `ws` gives one Buffer as long as its `binaryType` is the default, `nodebuffer`. */
function asBuffer(octets: Buffer | ArrayBuffer | Buffer[]): Buffer {
  return octets as Buffer;
}
