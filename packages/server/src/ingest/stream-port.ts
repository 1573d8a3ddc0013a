import type { AnalysisSettings } from '@webm-reassembler/protocol';
import type { StillType } from '../frames/still-header.js';
import type { ServerError } from '../errors.js';

/** What a way in needs of the live streams. The `live` folder implements it; ingest knows nothing else of streams. */
export interface StreamPort {
  /**
   * Opens a stream, or takes one over whose publisher comes back.
   *
   * @throws ServerError telling why not
   */
  open(request: OpenRequest): Promise<OpenStream>;
}

/** What a publisher asks for. */
export interface OpenRequest {
  /** Absent: the server makes one up. */
  readonly stream: string | undefined;
  /** Empty where the publisher did not say. */
  readonly mimeType: string;
  /** Whether the stream exists already and goes on. */
  readonly resume: boolean;
  /** Whether the stream waits for its publisher when the socket closes; without it, it ends. */
  readonly canResume: boolean;
  /** What a publisher whose connection broke before it heard `ready` repeats; absent where it made nothing up. */
  readonly session?: string;
  /** How to analyse the stream: the server's defaults for what is left out. Of no effect when it is resumed. */
  readonly analysis: Partial<AnalysisSettings>;
  readonly publisher: PublisherLink;
  /** Address of the publisher, for limits per address. */
  readonly address: string;
  /** Token or secret that the publisher shows; absent where it shows none. */
  readonly credential: string | undefined;
}

/** A publisher as a stream sees it. */
export interface PublisherLink {
  send(text: string): void;
  /** Octets that were sent and that the publisher has not taken yet. */
  readonly waitingOctets: number;
  /** Closes the connection after the last word has been said: `error` gives the close code and its reason. */
  hangUp(error: ServerError): void;
}

/** A stream as its publisher sees it. */
export interface OpenStream {
  readonly id: string;
  /** What the publisher shows to resume this stream when its own token has expired; absent where none is asked for. */
  readonly resumeToken?: string;
  /** How the stream is analysed. */
  readonly analysis: AnalysisSettings;
  /** Whether this connection may still send chunks: not when the stream ends, or a newer connection has it. */
  readonly takesChunks: boolean;
  /** Sequence number of the chunk that comes next. */
  readonly nextSequence: number;
  /** Sequence number of the last chunk that the recording holds; -1 before the first. */
  readonly recordedSequence: number;
  /** Octets that were taken and are not on the disk yet. */
  readonly unrecordedOctets: number;
  /**
   * The chunks are still images, each a whole one, which the publisher had not said when the stream was opened. Of no
   * effect behind the first chunk.
   */
  expectStills(type: StillType): void;
  /**
   * Takes the chunk with the sequence number `nextSequence`. The stream acknowledges it to its publisher by itself,
   * and lets the publisher go when the octets are no stream that can be recorded.
   *
   * @param capturedAtMs when the publisher says that it had it, in ms since the epoch
   * @returns resolves when the recording holds the chunk, or never will; does not reject
   */
  take(chunk: Uint8Array, capturedAtMs?: number): Promise<void>;
  /**
   * The chunks from `nextSequence` up to `last` will never come. The stream records the gap and acknowledges them.
   *
   * @returns resolves when that is recorded, or never will be; does not reject
   */
  takeLost(last: number): Promise<void>;
  /** The publisher has sent everything. Resolves when the recording is finished and the publisher was told. */
  finish(): Promise<void>;
  /** The connection has closed. The stream waits for its publisher, or ends where it cannot come back. */
  leave(): void;
}
