/**
 * Every error that a person may see has a row here: what to do about it, whether trying again may help, and how HTTP
 * says it. The codes are stable: programs may depend on them. `docs/errors.md` is made from this table.
 */
const ERRORS = {
  'access-denied': {
    httpStatus: 403,
    retryable: false,
    remedy: 'Ask the admin of the server for a token for this: POST /api/tokens (docs/access.md).',
  },
  'address-in-use': {
    httpStatus: 500,
    retryable: true,
    remedy: 'Stop the other program, or start this server on another port: --port 8081, or --port 0 for any free one.',
  },
  'analysis-failed': {
    httpStatus: 500,
    retryable: false,
    remedy:
      'The recording goes on without detections. The log of the server says what ffmpeg or the detector reported.',
  },
  'analysis-refused': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Ask for what the message allows, or have the limit raised in the configuration of the server.',
  },
  'bad-request': { httpStatus: 400, retryable: false, remedy: 'Send the request as the message says.' },
  'canvas-missing': {
    httpStatus: 501,
    retryable: false,
    remedy:
      'Install the optional package "canvas" (npm install canvas). Where no prebuilt binary exists it needs, on Debian: ' +
      'libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev.',
  },
  'catalogue-failed': {
    httpStatus: 500,
    retryable: true,
    remedy:
      'Recordings are not affected: try again. If it stays, stop the server and build the index anew: ' +
      'webm-reassembler-server rebuild --data-directory DIRECTORY.',
  },
  'codec-refused': {
    httpStatus: 415,
    retryable: false,
    remedy: 'Record with another codec (MediaRecorder option mimeType), or allow this one: --allowed-codecs.',
  },
  configuration: {
    httpStatus: 500,
    retryable: false,
    remedy: 'Correct the value; --help lists every key with what it takes.',
  },
  'data-directory': {
    httpStatus: 500,
    retryable: false,
    remedy: 'Give a directory that this user may write to: --data-directory DIRECTORY.',
  },
  'data-directory-in-use': {
    httpStatus: 500,
    retryable: true,
    remedy: 'Stop the other server, or give this one a directory of its own: --data-directory DIRECTORY.',
  },
  'detector-module': {
    httpStatus: 500,
    retryable: false,
    remedy:
      'Correct the module that --detector names: it exports a function createDetector that gives an object with a ' +
      'function detect. docs/your-own-detector.md has one of 20 lines.',
  },
  'detector-unavailable': {
    httpStatus: 500,
    retryable: false,
    remedy: 'Install the packages again (npm ci). The log of the server says what failed.',
  },
  'ffmpeg-missing': {
    httpStatus: 500,
    retryable: false,
    remedy: 'Install ffmpeg 5 or newer (on Debian: apt install ffmpeg), or say where it is: --ffmpeg-path FILE.',
  },
  'host-refused': {
    httpStatus: 403,
    retryable: false,
    remedy:
      'Use the address that the server has printed. Behind a proxy, name the origin it serves: ' +
      '--allowed-origins https://example.org.',
  },
  'idle-timeout': {
    httpStatus: 408,
    retryable: true,
    remedy: 'Connect again and resume. A longer pause needs a larger --idle-timeout-ms.',
  },
  'image-invalid': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Send each image as one whole JPEG or PNG. This one is left out; the stream goes on with the next.',
  },
  'internal-error': {
    httpStatus: 500,
    retryable: true,
    remedy: 'Try again. If it stays, report it with the log of the server.',
  },
  'message-malformed': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Correct the message; the socket stays open and nothing that was sent before is lost.',
  },
  'message-too-large': {
    httpStatus: 413,
    retryable: true,
    remedy:
      'Send the chunk in several messages (chunks may be cut anywhere, still images may not), or raise ' +
      '--max-message-octets.',
  },
  'message-unexpected': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Say "start" first and once; then send chunks as binary messages, and "stop" at the end.',
  },
  'not-found': { httpStatus: 404, retryable: false, remedy: 'GET /api/streams lists what there is.' },
  'origin-refused': {
    httpStatus: 403,
    retryable: false,
    remedy: 'Serve the page from this server, or add its origin: --allowed-origins https://example.org.',
  },
  'page-missing': {
    httpStatus: 500,
    retryable: false,
    remedy: 'Build the page: npm run build, then start the server again.',
  },
  'picture-too-large': {
    httpStatus: 413,
    retryable: false,
    remedy:
      'Video is recorded without detections; a still image is left out. Ask the camera for a smaller picture, or raise ' +
      '--max-pixels.',
  },
  'publisher-cut': {
    httpStatus: 400,
    retryable: false,
    remedy: 'What came is recorded. Publish the rest under another ID, or over the WebSocket, which can resume.',
  },
  'publisher-replaced': {
    httpStatus: 409,
    retryable: false,
    remedy: 'Nothing to do: a newer connection of this publisher has taken the stream over.',
  },
  'publisher-too-slow': {
    httpStatus: 408,
    retryable: true,
    remedy: 'Read the messages of the socket. Results were left out because the publisher did not take them.',
  },
  'rate-exceeded': {
    httpStatus: 429,
    retryable: true,
    remedy:
      'Nothing is lost: the server reads on a little later. Record with fewer bits per second or a longer timeslice, ' +
      'or raise --max-octets-per-second or --max-chunks-per-second.',
  },
  'recording-failed': {
    httpStatus: 507,
    retryable: true,
    remedy: 'Keep what is not acknowledged. The server tries again by itself: free space or repair the data directory.',
  },
  'sequence-missing': {
    httpStatus: 409,
    retryable: true,
    remedy: 'Send the chunks again from the expected sequence number on.',
  },
  'server-stopping': {
    httpStatus: 503,
    retryable: true,
    remedy: 'Connect again in a moment, when the server is back.',
  },
  'server-unreachable': {
    httpStatus: 503,
    retryable: true,
    remedy: 'Start a server first, in another terminal: npm start. Or say where it is: --url ws://HOST:PORT/ingest.',
  },
  'start-timeout': {
    httpStatus: 408,
    retryable: true,
    remedy: 'Say "start", or in plain mode send the first chunk, right after connecting; or raise --start-timeout-ms.',
  },
  'stream-ended': { httpStatus: 409, retryable: false, remedy: 'Start a new stream under another ID, or without one.' },
  'stream-exists': {
    httpStatus: 409,
    retryable: false,
    remedy: 'Choose another ID, leave it out, or say "resume": true if this is the same publisher.',
  },
  'stream-id-invalid': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Use 1 to 64 of A-Z a-z 0-9 _ -, or leave the ID out and the server makes one up.',
  },
  'stream-invalid': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Send what MediaRecorder records as video/webm or video/x-matroska, from its first chunk on.',
  },
  'stream-too-long': {
    httpStatus: 413,
    retryable: false,
    remedy: 'The recording is kept. Start a new stream, or raise --max-stream-hours.',
  },
  'stream-live': {
    httpStatus: 409,
    retryable: true,
    remedy: 'Stop its publisher first, and wait until the stream has ended.',
  },
  'stream-unknown': {
    httpStatus: 404,
    retryable: false,
    remedy: 'Start a new stream: say "start" without "resume" and send from the first chunk of a new recording.',
  },
  'token-expired': {
    httpStatus: 401,
    retryable: false,
    remedy: 'Get a new token: POST /api/tokens (docs/access.md).',
  },
  'token-invalid': {
    httpStatus: 401,
    retryable: false,
    remedy: 'Get a token of this server: POST /api/tokens (docs/access.md). A new data directory ends all old ones.',
  },
  'token-required': {
    httpStatus: 401,
    retryable: false,
    remedy: 'Add a token: ?token=..., or Authorization: Bearer ..., or "token" in "start" (docs/access.md).',
  },
  'stream-not-live': {
    httpStatus: 404,
    retryable: true,
    remedy: 'Wait until its publisher begins, or play its recording: GET /api/streams/ID says where it is.',
  },
  'too-many-streams': {
    httpStatus: 503,
    retryable: true,
    remedy: 'Try again when another stream has ended, or raise --max-streams.',
  },
  'too-many-streams-of-address': {
    httpStatus: 429,
    retryable: true,
    remedy:
      'End a stream first, or raise --max-streams-per-address. Behind a proxy, name it: --trusted-proxies ADDRESS.',
  },
  'too-many-tracks': {
    httpStatus: 400,
    retryable: false,
    remedy: 'Record one camera and one microphone per stream, or raise --max-tracks.',
  },
  'too-many-viewers': {
    httpStatus: 503,
    retryable: true,
    remedy: 'Try again when another viewer has left, or raise --max-viewers.',
  },
  'upgrade-refused': {
    httpStatus: 404,
    retryable: false,
    remedy: 'Connect the WebSocket to /ingest to publish, to /watch/ID to watch.',
  },
  'webcodecs-missing': {
    httpStatus: 500,
    retryable: false,
    remedy:
      'Decode with ffmpeg: leave --decoder out. Or install the optional package with the part for this platform, for ' +
      'example: npm install --no-save @napi-rs/webcodecs@1.3.1 @napi-rs/webcodecs-darwin-arm64@1.3.1.',
  },
} as const satisfies Record<string, ErrorRow>;

interface ErrorRow {
  /** How HTTP answers. */
  readonly httpStatus: number;
  /** Whether the same may work when tried again. */
  readonly retryable: boolean;
  /** For people: what to do. */
  readonly remedy: string;
}

/** The closed set of error codes of the server. */
export type ServerErrorCode = keyof typeof ERRORS;

/** How an error goes over the wire, in an HTTP body or a WebSocket message. */
export interface ErrorAnswer {
  readonly code: ServerErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly retryable: boolean;
}

/**
 * An error with a code, a message that says what happened, and a remedy. `message` names the limit or the value that
 * was hit; the remedy comes from the code.
 */
export class ServerError extends Error {
  readonly code: ServerErrorCode;

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ServerError';
    this.code = code;
  }

  get remedy(): string {
    return ERRORS[this.code].remedy;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }

  get httpStatus(): number {
    return ERRORS[this.code].httpStatus;
  }

  /** What the other side is told. */
  answer(): ErrorAnswer {
    return { code: this.code, message: this.message, remedy: this.remedy, retryable: this.retryable };
  }
}

/** The error that an answer tells of. */
export function serverErrorOf({ code, message }: { readonly code: string; readonly message: string }): ServerError {
  return new ServerError(isCode(code) ? code : 'internal-error', message);
}

function isCode(text: string): text is ServerErrorCode {
  return Object.hasOwn(ERRORS, text);
}

/** Makes a `ServerError` of whatever was thrown; an unknown failure keeps its message and becomes `code`. */
export function asServerError(thrown: unknown, code: ServerErrorCode = 'internal-error'): ServerError {
  if (thrown instanceof ServerError) return thrown;
  return new ServerError(code, messageOf(thrown), { cause: thrown });
}

/** The message of anything that can be thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The error table as rows: code, HTTP status, whether to try again, what to do. */
export function errorRows(): readonly (readonly string[])[] {
  return Object.entries(ERRORS).map(([code, row]) => [
    `\`${code}\``,
    String(row.httpStatus),
    row.retryable ? 'yes' : 'no',
    row.remedy,
  ]);
}
