/** Who counts and tells what happens to streams, beside what their events say. Must not block. */
export interface StreamObserver {
  readonly streamStarted: (stream: string, mimeType: string) => void;
  /** Its publisher has come back. */
  readonly streamResumed: (stream: string) => void;
  /** A decoder has failed with this code, and another one is being started. */
  readonly decoderFailed: (code: string) => void;
}
