import { openCanvasSource, type StillSource } from './still-source.js';

/** What capturing needs of a browser. Tests and unusual hosts pass their own. */
export interface CaptureHost {
  /** Whether the page is secure: browsers hide cameras from pages that are not. */
  readonly isSecureContext: boolean;
  /** Absent in old browsers, and on insecure pages. */
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  /** Absent in old browsers and in some browsers inside apps. */
  readonly MediaRecorder: typeof MediaRecorder | undefined;
  /** For a camera that nothing records. */
  openStillSource(stream: MediaStream): StillSource;
  /** Ms since the epoch. */
  now(): number;
}

/** The browser that this code runs in, with what it lacks left out. */
export function browserCaptureHost(): CaptureHost {
  return {
    isSecureContext: globalThis.isSecureContext,
    mediaDevices: maybeMissing(globalThis.navigator.mediaDevices),
    MediaRecorder: typeof MediaRecorder === 'undefined' ? undefined : MediaRecorder,
    openStillSource: openCanvasSource,
    now: () => Date.now(),
  };
}

/** Boundary: the DOM's types promise what insecure pages and old browsers do not have. */
function maybeMissing<T>(value: T): T | undefined {
  return value;
}
