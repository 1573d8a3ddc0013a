import { ClientError, type ClientErrorCode } from '../client-error.js';
import { openCamera, releaseCamera, type CameraOptions } from './camera.js';
import { browserCaptureHost, type CaptureHost } from './capture-host.js';
import { startRecording, type Recording, type RecordingOptions } from './recording.js';
import { startStills } from './stills.js';

/** Camera and recorder in one. */
export interface CaptureOptions extends CameraOptions, RecordingOptions {
  /**
   * Whether to take pictures where the browser has no MediaRecorder or records no WebM: JPEG, one each timeslice, no
   * sound. {@link Recording.mimeType} tells.
   *
   * @defaultValue `'where-nothing-records'`
   */
  readonly stills?: 'where-nothing-records' | 'never';
  /** Told once, when the camera goes away or the recorder breaks off: `camera-lost` or `recorder-failed`. */
  readonly onError?: (error: ClientError) => void;
}

/** A camera that is on and being recorded. */
export interface Capture {
  /** For a `<video>` that shows the person what is recorded. */
  readonly stream: MediaStream;
  readonly recording: Recording;
  /** Ends the recording, hands over the last chunk and turns the camera off. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Opens the camera and records it into chunks; where nothing records, each chunk is a picture.
 *
 * @example
 * ```ts
 * const capture = await startCapture({ onChunk: (chunk) => upload.send(chunk) });
 * video.srcObject = capture.stream;
 * ```
 *
 * @throws {@link ClientError} every code of {@link openCamera} and {@link startRecording}
 */
export async function startCapture(
  options: CaptureOptions,
  host: CaptureHost = browserCaptureHost(),
): Promise<Capture> {
  // Before the camera: nobody should be asked for a permission that cannot be used.
  if (host.isSecureContext && host.MediaRecorder === undefined && options.stills === 'never')
    throw new ClientError('recorder-missing');
  const stream = await openCamera(options, host);
  try {
    const recording = recordOrTakeStills(stream, options, host);
    tellWhenCameraIsLost(stream, options);
    return { stream, recording, stop: () => stopCapture(stream, recording) };
  } catch (error) {
    releaseCamera(stream);
    throw error;
  }
}

function recordOrTakeStills(stream: MediaStream, options: CaptureOptions, host: CaptureHost): Recording {
  try {
    return startRecording(stream, options, host);
  } catch (error) {
    if (options.stills === 'never' || !(error instanceof ClientError) || !NOTHING_RECORDS.has(error.code)) throw error;
    return startStills(stream, options, host);
  }
}

const NOTHING_RECORDS: ReadonlySet<ClientErrorCode> = new Set(['recorder-missing', 'mime-unsupported']);

async function stopCapture(stream: MediaStream, recording: Recording): Promise<void> {
  try {
    await recording.stop();
  } finally {
    releaseCamera(stream);
  }
}

/** `ended` fires when the device goes away, not when we stop a track ourselves. */
function tellWhenCameraIsLost(stream: MediaStream, options: CaptureOptions): void {
  let told = false;
  const onEnded = (): void => {
    if (told) return;
    told = true;
    options.onError?.(new ClientError('camera-lost'));
  };
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnded);
}
