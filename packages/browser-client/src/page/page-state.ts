import type { ClientErrorCode } from '../client-error.js';
import type { Resumption, UploadState } from '../upload/upload-state.js';

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
  | {
      readonly kind: 'running';
      readonly upload: UploadState;
      /** Pictures, where the browser records no video. */
      readonly sends: 'video' | 'pictures';
      readonly keptMs: number;
      /** What could not be kept for the server since it was gone. */
      readonly letGoMs: number;
      readonly nowMs: number;
    }
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
      return runningWording(state.upload, state);
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

/** How long the page says that the connection came back, and with what. */
const RESUMED_SHOWN_MS = 6000;

function runningWording(upload: UploadState, { keptMs, letGoMs, nowMs, sends }: Running): Wording {
  const startLabel = 'Start camera';
  switch (upload.kind) {
    case 'connecting':
      return { tone: 'quiet', pill: 'Connecting', startLabel };
    case 'live':
      return { ...liveWording(upload.resumed, letGoMs, nowMs, sends), startLabel };
    case 'finishing':
    case 'ended':
    case 'failed':
      return { tone: 'quiet', pill: 'Finishing the recording', startLabel };
    case 'reconnecting': {
      const waitSeconds = Math.ceil(Math.max(0, upload.retryAtMs - nowMs) / 1000);
      const next = waitSeconds > 0 ? `Next attempt in ${waitSeconds} s.` : 'Connecting again now.';
      const letGo = letGoMs > 0 ? ` ${seconds(letGoMs)} of older video lost: no more can be kept here.` : '';
      const text = `${upload.reason.message} Check that it still runs. The video is kept here and sent when it is back.`;
      const countdown = `${seconds(keptMs)} of video kept.${letGo} ${next}`;
      const notice = { title: 'The server is gone', text, countdown };
      return { tone: 'warning', pill: 'Server gone', notice, startLabel };
    }
    default:
      return upload satisfies never;
  }
}

type Running = Extract<PageState, { readonly kind: 'running' }>;

/** A loss is said as long as the stream lasts; that nothing was lost, for a moment. */
function liveWording(
  resumed: Resumption | undefined,
  letGoMs: number,
  nowMs: number,
  sends: Running['sends'],
): Pick<Wording, 'tone' | 'pill' | 'notice'> {
  // The server is there and takes too little: its disk is full, or the network too slow.
  if (letGoMs > 0) return { tone: 'warning', pill: `Live, ${seconds(letGoMs)} lost` };
  const live = sends === 'pictures' ? 'Live, pictures only' : 'Live';
  if (resumed === undefined) return { tone: 'good', pill: live };
  const { atMs, afterMs, letGo } = resumed;
  const lost = letGo.chunks > 0;
  const pill = lost ? `Live, ${seconds(letGo.durationMs)} lost` : 'Live again';
  const tone = lost ? 'warning' : 'good';
  if (nowMs - atMs > RESUMED_SHOWN_MS) return lost ? { tone, pill } : { tone, pill: live };
  const text = lost
    ? `${seconds(letGo.durationMs)} of video are missing: the server was gone for longer than video can be kept here.`
    : 'Everything from meanwhile was kept and is being sent. Nothing is lost.';
  return { tone, pill, notice: { title: `The server is back after ${seconds(afterMs)}`, text, countdown: '' } };
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
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
  'gave-up': 'Server not reached',
  'stop-timed-out': 'End not confirmed',
  aborted: 'Upload broken off',
};
