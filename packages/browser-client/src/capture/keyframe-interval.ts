/** Recorder options that notice whether the browser reads the keyframe interval. */
export interface KeyframeIntervalRequest {
  readonly options: MediaRecorderOptions;
  /** Whether the browser knows `videoKeyFrameIntervalDuration`; true or false only after the recorder is constructed. */
  wasRead(): boolean;
}

/**
 * Asks for a keyframe at least every `intervalMs` where the browser knows how to ask.
 *
 * A browser converts a Web IDL dictionary by reading each member that it knows and no other, so a getter tells whether
 * the member is known: no guess from the browser's name, and it goes on being right when another browser learns it.
 */
export function requestKeyframeInterval(options: MediaRecorderOptions, intervalMs: number): KeyframeIntervalRequest {
  let read = false;
  const withInterval = Object.defineProperty({ ...options }, 'videoKeyFrameIntervalDuration', {
    enumerable: true,
    get: () => {
      read = true;
      return intervalMs;
    },
  });
  return { options: withInterval, wasRead: () => read };
}
