import type { AnalysisSettings, ServerMessage } from '@webm-reassembler/protocol';
import { DEFAULT_BACKOFF, type Backoff } from './backoff.js';
import { DEFAULT_KEEP_LIMITS, type KeepLimits } from './kept-chunks.js';
import type { UploadState } from './upload-state.js';

/** Where to upload what, and who wants to know. */
export interface UploadOptions {
  /** Address of the ingest, for example `wss://example.org/ingest`. */
  readonly url: string;
  /** What the recorder records: `Recording.mimeType`. */
  readonly mimeType: string;
  /** The recorder's timeslice, in ms. */
  readonly timesliceMs?: number;
  /**
   * Stream ID to publish under.
   *
   * @defaultValue one that the server makes up
   */
  readonly stream?: string;
  /** Proof that this publisher may publish, where the server asks for one. */
  readonly token?: string;
  /**
   * How the server shall analyse the stream: frames a second, faces, landmarks, expressions, age and gender, descriptors.
   *
   * @defaultValue as the server is configured
   */
  readonly analysis?: Partial<AnalysisSettings>;
  /** Told of every change of state. */
  readonly onState?: (state: UploadState) => void;
  /** Gets every message of the server, detections among them. */
  readonly onMessage?: (message: ServerMessage) => void;
  /** Told when the server was told that chunks will never come, because they could not be kept. Both ends included. */
  readonly onLost?: (lost: { readonly first: number; readonly last: number }) => void;
  /** How much waits for a server that is away. What passes it pushes out the oldest: {@link UploadOptions.onLost}. */
  readonly keep?: Partial<KeepLimits>;
  readonly backoff?: Partial<Backoff>;
  /**
   * Silence of the server after which the network counts as lost, in ms. The server sends a status about once a second.
   *
   * @defaultValue 8000
   */
  readonly silenceMs?: number;
  /**
   * How long `stop()` waits for the server to close the recording, in ms.
   *
   * @defaultValue 30000
   */
  readonly stopTimeoutMs?: number;
  /**
   * How long to go on trying while the server cannot be reached, in ms.
   *
   * @defaultValue Infinity
   */
  readonly giveUpAfterMs?: number;
  /**
   * Larger chunks are cut: after a sleep a browser may deliver tens of megabytes at once, and the server takes chunks
   * cut anywhere. Pictures (`image/jpeg`, `image/png`) are never cut.
   *
   * @defaultValue 1 MiB
   */
  readonly maxChunkOctets?: number;
}

/** Limits with every default filled in. */
export interface UploadLimits {
  readonly keep: KeepLimits;
  readonly backoff: Backoff;
  readonly silenceMs: number;
  readonly stopTimeoutMs: number;
  readonly giveUpAfterMs: number;
  readonly maxChunkOctets: number;
}

export function uploadLimits(options: UploadOptions): UploadLimits {
  return {
    keep: { ...DEFAULT_KEEP_LIMITS, ...options.keep },
    backoff: { ...DEFAULT_BACKOFF, ...options.backoff },
    silenceMs: options.silenceMs ?? 8000,
    stopTimeoutMs: options.stopTimeoutMs ?? 30_000,
    giveUpAfterMs: options.giveUpAfterMs ?? Infinity,
    maxChunkOctets: options.mimeType.startsWith('image/') ? Infinity : (options.maxChunkOctets ?? 1024 * 1024),
  };
}
