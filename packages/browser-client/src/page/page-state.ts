import type { ClientErrorCode } from '../client-error.js';
import type { UploadState } from '../upload/upload-state.js';

/**
 * What the page is doing.
 *
 * ```
 * state     event                       next
 * idle      start                       asking
 * asking    camera opened               running
 * asking    refused, missing, ...       problem
 * running   stop                        running (its upload: finishing), then ended
 * running   camera lost, upload failed  problem
 * ended     start                       asking
 * problem   start                       asking
 * ```
 */
export type PageState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'running'; readonly upload: UploadState; readonly keptMs: number; readonly nowMs: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'problem'; readonly code: ClientErrorCode; readonly message: string; readonly remedy: string };

/** What the page says in a state. */
export interface Wording {
  readonly tone: 'quiet' | 'good' | 'warning' | 'bad';
  /** In the pill at the top: a word or two. */
  readonly pill: string;
  /** Over the picture, while the stream goes on in spite of something. */
  readonly notice?: {
    readonly title: string;
    readonly text: string;
    /** Changes every second, so it is for the eye only. */
    readonly countdown: string;
  };
  /** Instead of the picture. */
  readonly problem?: { readonly title: string; readonly message: string; readonly remedy: string };
  readonly startLabel: string;
}

/** The words for a state. */
export function wordingOf(state: PageState): Wording {
  switch (state.kind) {
    case 'idle':
      return { tone: 'quiet', pill: 'Ready', startLabel: 'Start camera' };
    case 'asking':
      return { tone: 'quiet', pill: 'Waiting for the camera', startLabel: 'Allow the camera…' };
    case 'running':
      return runningWording(state.upload, state.keptMs, state.nowMs);
    case 'ended':
      return { tone: 'quiet', pill: 'Recorded', startLabel: 'Start again' };
    case 'problem': {
      const { code, message, remedy } = state;
      return {
        tone: 'bad',
        pill: PROBLEM_TITLES[code],
        problem: { title: PROBLEM_TITLES[code], message, remedy },
        startLabel: 'Try again',
      };
    }
    default:
      return state satisfies never;
  }
}

function runningWording(upload: UploadState, keptMs: number, nowMs: number): Wording {
  const startLabel = 'Start camera';
  switch (upload.kind) {
    case 'connecting':
      return { tone: 'quiet', pill: 'Connecting', startLabel };
    case 'live':
      return { tone: 'good', pill: 'Live', startLabel };
    case 'finishing':
    case 'ended':
    case 'failed':
      return { tone: 'quiet', pill: 'Finishing the recording', startLabel };
    case 'reconnecting': {
      const waitSeconds = Math.ceil(Math.max(0, upload.retryAtMs - nowMs) / 1000);
      const next = waitSeconds > 0 ? `Next attempt in ${waitSeconds} s.` : 'Connecting again now.';
      const text = `${upload.reason.message} Check that it still runs. The video is kept here and sent when it is back.`;
      const countdown = `${Math.round(keptMs / 1000)} s of video kept. ${next}`;
      const notice = { title: 'The server is gone', text, countdown };
      return { tone: 'warning', pill: 'Server gone', notice, startLabel };
    }
    default:
      return upload satisfies never;
  }
}

const PROBLEM_TITLES: Readonly<Record<ClientErrorCode, string>> = {
  'insecure-origin': 'Insecure address',
  'camera-api-missing': 'No camera access',
  'recorder-missing': 'No MediaRecorder',
  'mime-unsupported': 'No WebM recording',
  'camera-refused': 'Camera refused',
  'camera-missing': 'No camera found',
  'camera-busy': 'Camera is busy',
  'camera-unsuitable': 'Camera unsuitable',
  'camera-lost': 'Camera lost',
  'recorder-failed': 'Recording broke off',
  'server-refused': 'Server refused',
  'server-ahead': 'Stream already in use',
  'stream-lost': 'Stream was closed',
  'chunk-too-large': 'Chunk too large',
  'kept-too-much': 'Server too slow',
  'gave-up': 'Server not reached',
  'stop-timed-out': 'End not confirmed',
  aborted: 'Upload broken off',
};
