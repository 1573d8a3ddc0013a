import { SUBPROTOCOL, decodeServerMessage, encodeMessage } from '@webm-reassembler/protocol';
import type { ErrorMessage, ReadyMessage, ServerMessage } from '@webm-reassembler/protocol';
import { explain, type ClientErrorCode } from '../client-error.js';
import { backoffDelayMs } from './backoff.js';
import { serverSilent, socketClosed, type Disconnection } from './disconnection.js';
import { ChunkSender } from './chunk-sender.js';
import { KeptChunks } from './kept-chunks.js';
import { randomSession, startMessage } from './start-message.js';
import { browserUploadHost, type UploadHost } from './upload-host.js';
import { uploadLimits, type UploadLimits, type UploadOptions } from './upload-options.js';
import type { UploadSocket } from './upload-socket.js';
import type { Backlog, Resumption, UploadEnded, UploadFailed, UploadState } from './upload-state.js';

/** Close code of RFC 6455, section 7.4.1, with which the server says that the same will not work when tried again. */
const POLICY_VIOLATION = 1008;

/** Server codes that a publisher hears who comes back too late, or to a server that has been restarted. */
const STREAM_IS_OVER: ReadonlySet<string> = new Set(['stream-unknown', 'stream-ended']);

/**
 * Uploads chunks to the ingest of a server and loses none of them to a network cut: each is kept until the server has
 * it in the recording, and sent again from where the server says after a reconnect.
 *
 * Connects at once. See {@link UploadState} for its states.
 *
 * @example
 * ```ts
 * const upload = new Upload({ url: 'wss://example.org/ingest', mimeType: recording.mimeType, onMessage: console.log });
 * upload.send(octets);
 * const result = await upload.stop(); // { kind: 'ended', recordingPath: ... }
 * ```
 */
export class Upload {
  readonly #options: UploadOptions;
  readonly #limits: UploadLimits;
  readonly #host: UploadHost;
  readonly #kept: KeptChunks;
  readonly #finished: Promise<UploadEnded | UploadFailed>;
  #resolveFinished: (result: UploadEnded | UploadFailed) => void = () => undefined;
  #state: UploadState = { kind: 'connecting' };
  #socket: UploadSocket | undefined;
  /** There while the server is ready. */
  #sender: ChunkSender | undefined;
  /** The stream's ID, once the server has said it: from then on a connection resumes. */
  #stream: string | undefined;
  /** What the server gave to come back with; it outlives the token of the options. */
  #resumeToken: string | undefined;
  readonly #session: string;
  #nextSequence = 0;
  #lostChunks = 0;
  #attempt = 0;
  #stopCalled = false;
  #disconnectedSinceMs: number | undefined;
  /** What the server last complained of on this connection; it explains the close that follows. */
  #complaint: ErrorMessage | undefined;
  #cancelRetry = nothing;
  #cancelSilence = nothing;
  #cancelStop = nothing;

  constructor(options: UploadOptions, host: UploadHost = browserUploadHost()) {
    this.#options = options;
    this.#limits = uploadLimits(options);
    this.#host = host;
    this.#session = randomSession(() => host.random());
    this.#kept = new KeptChunks(this.#limits.keep);
    this.#finished = new Promise((resolve) => (this.#resolveFinished = resolve));
    this.#connect();
  }

  get state(): UploadState {
    return this.#state;
  }

  /** What waits for the server's acknowledgement, and what could not be kept for it. */
  get backlog(): Backlog {
    const { count, octets, durationMs, letGo } = this.#kept;
    return { chunks: count, octets, durationMs, letGo };
  }

  /** Chunks that the server was told will never come: the recording has a gap there. */
  get lostChunks(): number {
    return this.#lostChunks;
  }

  /** Resolves when the upload has ended or failed, however that came. Never rejects. */
  get finished(): Promise<UploadEnded | UploadFailed> {
    return this.#finished;
  }

  /**
   * Takes the next chunk of the stream. Empty ones, and ones after the end, are ignored.
   *
   * @param captureTimeMs when the browser delivered it, in ms since the epoch; now by default
   * @returns the sequence numbers given to it: one, or several for a chunk that had to be cut
   */
  send(octets: Uint8Array, captureTimeMs: number = this.#host.now()): readonly number[] {
    if (isOver(this.#state) || this.#stopCalled) return [];
    const sequences: number[] = [];
    for (let start = 0; start < octets.length; start += this.#limits.maxChunkOctets) {
      const chunk = octets.subarray(start, start + this.#limits.maxChunkOctets);
      const sequence = this.#nextSequence++;
      this.#kept.add({ sequence, captureTimeMs, chunk });
      sequences.push(sequence);
    }
    this.#sender?.pump();
    return sequences;
  }

  /** Sends what is left, asks the server to close the recording and waits until it has. Safe to call again. */
  stop(): Promise<UploadEnded | UploadFailed> {
    if (this.#stopCalled || isOver(this.#state)) return this.#finished;
    this.#stopCalled = true;
    this.#cancelStop = this.#host.setTimer(() => this.#fail('stop-timed-out'), this.#limits.stopTimeoutMs);
    if (this.#state.kind === 'live') this.#change({ kind: 'finishing', stream: this.#state.stream });
    this.#sender?.stopWhenSent(this.#nextSequence);
    return this.#finished;
  }

  /** Breaks off at once. What the server has not acknowledged is lost. */
  abort(): void {
    if (!isOver(this.#state)) this.#fail('aborted');
  }

  #connect(): void {
    this.#complaint = undefined;
    let opened = false;
    this.#socket = this.#host.openSocket(this.#options.url, SUBPROTOCOL, {
      onOpen: () => {
        opened = true;
        this.#say();
      },
      onText: (text) => this.#hear(text),
      onClose: (code, reason) => this.#onClose(opened, code, reason),
    });
    this.#watchSilence();
  }

  /** First message on every connection. */
  #say(): void {
    const soFar = { opened: this.#stream, resumeToken: this.#resumeToken, session: this.#session };
    this.#socket?.send(encodeMessage(startMessage(this.#options, soFar)));
  }

  #hear(text: string): void {
    this.#watchSilence();
    const read = decodeServerMessage(text);
    // A newer server may say what this client does not know; that is no reason to stop.
    if (read.kind === 'malformed') return;
    this.#react(read.message);
    this.#options.onMessage?.(read.message);
  }

  #react(message: ServerMessage): void {
    switch (message.type) {
      case 'ready':
        return this.#onReady(message);
      case 'ack':
        this.#kept.releaseBefore(message.sequence + 1);
        return this.#sender?.pump();
      case 'ended':
        return this.#end({
          kind: 'ended',
          stream: message.stream,
          chunks: message.chunks,
          recordingPath: message.recordingPath,
        });
      case 'error':
        return this.#onComplaint(message);
      case 'detections':
      case 'face-appeared':
      case 'face-left':
      case 'status':
      case 'gap':
        return undefined;
      default:
        return message satisfies never;
    }
  }

  #onReady(message: ReadyMessage): void {
    if (message.nextSequence > this.#nextSequence) return this.#fail('server-ahead');
    this.#stream = message.stream;
    this.#resumeToken = message.resumeToken ?? this.#resumeToken;
    this.#kept.releaseBefore(message.nextSequence);
    const resumed = this.#resumption();
    this.#attempt = 0;
    this.#disconnectedSinceMs = undefined;
    const { stream } = message;
    this.#change(this.#stopCalled ? { kind: 'finishing', stream } : { kind: 'live', stream, ...resumed });
    this.#send(message);
  }

  #resumption(): { readonly resumed: Resumption } | undefined {
    if (this.#disconnectedSinceMs === undefined) return undefined;
    const nowMs = this.#host.now();
    return { resumed: { atMs: nowMs, afterMs: nowMs - this.#disconnectedSinceMs, letGo: this.#kept.letGo } };
  }

  #send({ limits, nextSequence }: ReadyMessage): void {
    if (this.#socket === undefined) return;
    const setTimer: UploadHost['setTimer'] = (callback, ms) => this.#host.setTimer(callback, ms);
    this.#sender = new ChunkSender({ socket: this.#socket, limits, nextSequence }, this.#kept, setTimer, {
      onTooLarge: () => this.#fail('chunk-too-large'),
      onLost: (first, last) => {
        this.#lostChunks += last - first + 1;
        this.#options.onLost?.({ first, last });
      },
    });
    if (this.#stopCalled) this.#sender.stopWhenSent(this.#nextSequence);
    else this.#sender.pump();
  }

  #onComplaint(message: ErrorMessage): void {
    this.#complaint = message;
    const opening = this.#state.kind === 'connecting' || this.#state.kind === 'reconnecting';
    if (opening && !message.retryable) this.#failAsServerSays(message);
    // Should never come; a new connection finds out which chunk the server needs.
    if (message.code === 'sequence-missing') this.#reconnectLater({ kind: 'refused', message: message.message });
  }

  /** While the stream runs an error may concern a part of it only, so it is the close code that says what is over. */
  #onClose(opened: boolean, code: number, reason: string): void {
    const complaint = this.#complaint;
    if (code !== POLICY_VIOLATION) this.#reconnectLater(socketClosed(opened, code, reason, complaint));
    else if (complaint === undefined) this.#fail('server-refused');
    else this.#failAsServerSays(complaint);
  }

  #watchSilence(): void {
    this.#cancelSilence();
    const { silenceMs } = this.#limits;
    this.#cancelSilence = this.#host.setTimer(() => this.#reconnectLater(serverSilent(silenceMs)), silenceMs);
  }

  #reconnectLater(reason: Disconnection): void {
    this.#hangUp();
    const nowMs = this.#host.now();
    this.#disconnectedSinceMs ??= nowMs;
    if (nowMs - this.#disconnectedSinceMs >= this.#limits.giveUpAfterMs) return this.#fail('gave-up');
    this.#attempt += 1;
    const delayMs = backoffDelayMs(this.#attempt, this.#host.random(), this.#limits.backoff);
    this.#cancelRetry = this.#host.setTimer(() => this.#connect(), delayMs);
    this.#change({ kind: 'reconnecting', attempt: this.#attempt, retryAtMs: nowMs + delayMs, reason });
  }

  /** Lets go of the socket and of every timer that belongs to it. */
  #hangUp(): void {
    this.#cancelSilence();
    this.#sender?.close();
    this.#sender = undefined;
    this.#cancelRetry();
    this.#socket?.drop();
    this.#socket = undefined;
  }

  #fail(code: ClientErrorCode): void {
    this.#end({ kind: 'failed', code, ...explain(code) });
  }

  #failAsServerSays({ code, message, remedy }: ErrorMessage): void {
    if (this.#stream !== undefined && STREAM_IS_OVER.has(code)) return this.#fail('stream-lost');
    this.#end({ kind: 'failed', code: 'server-refused', serverCode: code, message, remedy });
  }

  #end(result: UploadEnded | UploadFailed): void {
    if (isOver(this.#state)) return;
    this.#hangUp();
    this.#cancelStop();
    this.#change(result);
    this.#resolveFinished(result);
  }

  #change(state: UploadState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }
}

function isOver(state: UploadState): state is UploadEnded | UploadFailed {
  return state.kind === 'ended' || state.kind === 'failed';
}

function nothing(): void {
  // Stands where no timer runs.
}
