import type { AnalysisSettings, DetectionsMessage, ServerMessage, StatusMessage } from '@webm-reassembler/protocol';
import type { PageAccess } from '../access/page-access.js';
import { startCapture, type Capture } from '../capture/capture.js';
import type { ClientError } from '../client-error.js';
import { DetectionTimeline } from '../overlay/timeline.js';
import { Upload } from '../upload/upload.js';
import type { UploadEnded, UploadFailed, UploadState } from '../upload/upload-state.js';
import { RollingMedian } from './latency.js';

/** Who wants to know what in a session. */
export interface SessionEvents {
  readonly onState: (state: UploadState) => void;
  /** `ageMs`: how old the picture is that was analysed. */
  readonly onDetections: (message: DetectionsMessage, ageMs: number) => void;
  readonly onStatus: (message: StatusMessage) => void;
  /** The camera went away or the recorder broke off; the session stops by itself. */
  readonly onCaptureError: (error: ClientError) => void;
}

/** What whoever stands before the camera has chosen. */
export interface SessionWishes {
  readonly audio: boolean;
  /** What to look for beside faces; the server's own settings where it is left out. */
  readonly analysis: Partial<AnalysisSettings>;
}

/** Where a session goes, and as what. */
interface SessionPlace extends PageAccess, Pick<SessionWishes, 'analysis'> {
  readonly ingest: string;
}

/** One stream from the click that starts the camera to the closed recording. */
export class Session {
  readonly timeline = new DetectionTimeline();
  readonly latency = new RollingMedian();
  readonly startedAtMs: number;
  readonly upload: Upload;
  chunksSent = 0;
  octetsSent = 0;
  /** The stream's ID, once the server has said it. */
  stream: string | undefined;
  /** What opens this stream's files: the server's own, which lasts, as soon as it has come. */
  token: string | undefined;
  readonly #capture: Capture;
  readonly #events: SessionEvents;

  /**
   * Asks for the camera and starts.
   *
   * @throws `ClientError` every code of `startCapture`
   */
  static async start(
    ingest: string,
    access: PageAccess,
    { audio, analysis }: SessionWishes,
    events: SessionEvents,
  ): Promise<Session> {
    // The recorder delivers its first chunk a timeslice later, when the session is there to take it.
    const started: { session?: Session } = {};
    const capture = await startCapture({
      audio,
      onChunk: (chunk) => started.session?.send(chunk.octets, chunk.captureTimeMs),
      onError: (error) => events.onCaptureError(error),
    });
    started.session = new Session(capture, { ...access, ingest, analysis }, events);
    return started.session;
  }

  private constructor(capture: Capture, { ingest, token, stream, analysis }: SessionPlace, events: SessionEvents) {
    this.token = token;
    this.#capture = capture;
    this.#events = events;
    this.startedAtMs = capture.recording.startedAtMs;
    this.upload = new Upload({
      url: ingest,
      ...(token === undefined ? {} : { token }),
      ...(stream === undefined ? {} : { stream }),
      analysis,
      mimeType: capture.recording.mimeType,
      timesliceMs: capture.recording.timesliceMs,
      onState: events.onState,
      onMessage: (message) => this.#hear(message),
    });
  }

  /** Whether pictures are sent, because this browser records no WebM. */
  get sendsPictures(): boolean {
    return this.#capture.recording.mimeType.startsWith('image/');
  }

  /** For the live picture. */
  get camera(): MediaStream {
    return this.#capture.stream;
  }

  send(octets: Uint8Array, captureTimeMs: number): void {
    this.chunksSent += this.upload.send(octets, captureTimeMs).length;
    this.octetsSent += octets.length;
  }

  /** Turns the camera off at once, and waits until the server has closed the recording. Safe to call again. */
  async stop(): Promise<UploadEnded | UploadFailed> {
    await this.#capture.stop();
    return this.upload.stop();
  }

  #hear(message: ServerMessage): void {
    if (message.type === 'ready') {
      this.stream = message.stream;
      this.token = message.resumeToken ?? this.token;
    }
    if (message.type === 'status') this.#events.onStatus(message);
    if (message.type === 'detections') {
      this.timeline.add(message);
      // Timestamp 0 of a recording is its first frame, so this is how old the picture is that the boxes belong to.
      const ageMs = Date.now() - (this.#capture.recording.startedAtMs + message.recorderTimestampMs);
      this.latency.add(ageMs);
      this.#events.onDetections(message, ageMs);
    }
  }
}
