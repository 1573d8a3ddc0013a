/** Everything that can go wrong between the camera and the server, as a stable code for programs. */
export type ClientErrorCode =
  | 'insecure-origin'
  | 'camera-api-missing'
  | 'recorder-missing'
  | 'mime-unsupported'
  | 'camera-refused'
  | 'camera-missing'
  | 'camera-busy'
  | 'camera-unsuitable'
  | 'camera-lost'
  | 'recorder-failed'
  | 'server-refused'
  | 'server-ahead'
  | 'stream-lost'
  | 'chunk-too-large'
  | 'gave-up'
  | 'stop-timed-out'
  | 'aborted';

/** What to tell a person about a code. */
export interface Explanation {
  /** What happened, as a whole sentence. */
  readonly message: string;
  /** What to do about it, as a whole sentence. */
  readonly remedy: string;
}

const EXPLANATIONS: Readonly<Record<ClientErrorCode, Explanation>> = {
  'insecure-origin': {
    message: 'The browser gives cameras only to secure pages, and this page came over plain HTTP from another machine.',
    remedy: 'Open it over HTTPS, or on the machine that runs the server as http://localhost with the same port.',
  },
  'camera-api-missing': {
    message: 'This browser cannot open a camera from a web page.',
    remedy: 'Open the page in a current Chrome, Edge, Firefox or Safari, and not inside the browser of another app.',
  },
  'recorder-missing': {
    message: 'This browser has no MediaRecorder, so it cannot record the camera.',
    remedy: 'Open the page in a current Chrome, Edge or Firefox, or in Safari 18.4 or newer.',
  },
  'mime-unsupported': {
    message: 'This browser can record, but not in WebM, the format that the server reads.',
    remedy: 'Open the page in a current Chrome, Edge or Firefox, or in Safari 18.4 or newer.',
  },
  'camera-refused': {
    message: 'The page was not allowed to use the camera.',
    remedy: 'Allow the camera in the site settings beside the address, then start again.',
  },
  'camera-missing': {
    message: 'No camera was found, or no microphone although sound is switched on.',
    remedy: 'Connect what is missing, check that the system lists it, then start again.',
  },
  'camera-busy': {
    message: 'The camera is there, but it did not start. Another program is probably using it.',
    remedy: 'Close other programs and tabs that use the camera, then start again.',
  },
  'camera-unsuitable': {
    message: 'No camera can deliver the picture that was asked for.',
    remedy: 'Ask for a smaller size or another frame rate, or connect another camera.',
  },
  'camera-lost': {
    message: 'The camera stopped sending pictures. It was unplugged, or its permission was withdrawn.',
    remedy: 'Connect the camera again, then start again. What was sent before is recorded.',
  },
  'recorder-failed': {
    message: 'The browser stopped recording because of an error of its own.',
    remedy: 'Start again. What was sent before is recorded.',
  },
  'server-refused': {
    message: 'The server refused the stream.',
    remedy: 'Read the server’s log for the reason, then start again.',
  },
  'server-ahead': {
    message: 'The server already has chunks of this stream that this page never sent.',
    remedy: 'Start a new stream. Another page is probably publishing under the same name.',
  },
  'stream-lost': {
    message: 'The server no longer takes this stream: the connection was gone for longer than it waits.',
    remedy:
      'Start again: a new stream begins. Everything that was confirmed before is in the recording of the old one.',
  },
  'chunk-too-large': {
    message: 'The recorder delivered a chunk that is larger than the server takes.',
    remedy: 'Use a shorter timeslice or a lower bit rate, or raise the server’s limit.',
  },
  'gave-up': {
    message: 'The server could not be reached for too long.',
    remedy: 'Check that the server runs and that the network is up, then start again.',
  },
  'stop-timed-out': {
    message: 'The server did not confirm the end of the stream in time.',
    remedy: 'Look at the list of streams: the recording may be complete, or lack the last seconds.',
  },
  aborted: {
    message: 'The upload was broken off before the server confirmed the end of the stream.',
    remedy: 'Start a new stream. What the server acknowledged is recorded.',
  },
};

/** The words for a code, where no server or browser has said it better. */
export function explain(code: ClientErrorCode): Explanation {
  return EXPLANATIONS[code];
}

/**
 * The one error of this package: a stable `code`, a message for people, and what to do about it.
 *
 * @example
 * ```ts
 * catch (error) {
 *   if (error instanceof ClientError) show(error.message, error.remedy);
 * }
 * ```
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  /** What to do about it, as a whole sentence. */
  readonly remedy: string;

  constructor(
    /** Stable, for programs. */
    readonly code: ClientErrorCode,
    options: { readonly cause?: unknown; readonly explanation?: Explanation } = {},
  ) {
    const { message, remedy } = options.explanation ?? EXPLANATIONS[code];
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.remedy = remedy;
  }
}
