import { ClientError, type ClientErrorCode } from '../client-error.js';
import { browserCaptureHost, type CaptureHost } from './capture-host.js';

/** Which camera, and how large a picture. */
export interface CameraOptions {
  /**
   * What to ask of the camera; sizes and rates are wishes, not demands, unless you say `exact`.
   *
   * @defaultValue 640x480 at 30 frames per second, the camera that faces the person
   */
  readonly video?: MediaTrackConstraints;
  /**
   * Whether to record sound too.
   *
   * @defaultValue false
   */
  readonly audio?: boolean | MediaTrackConstraints;
}

/** What a face detector needs: more pixels cost upload and decoding and find no more faces at arm's length. */
export const DEFAULT_VIDEO: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30 },
  facingMode: { ideal: 'user' },
};

/**
 * Asks the person for the camera and opens it. Release it with {@link releaseCamera}.
 *
 * @throws {@link ClientError} `insecure-origin`, `camera-api-missing`, `camera-refused`, `camera-missing`,
 * `camera-busy` or `camera-unsuitable`
 */
export async function openCamera(
  options: CameraOptions = {},
  host: CaptureHost = browserCaptureHost(),
): Promise<MediaStream> {
  if (host.mediaDevices === undefined) {
    throw new ClientError(host.isSecureContext ? 'camera-api-missing' : 'insecure-origin');
  }
  try {
    return await host.mediaDevices.getUserMedia({
      video: options.video ?? DEFAULT_VIDEO,
      audio: options.audio ?? false,
    });
  } catch (error) {
    throw new ClientError(cameraErrorCode(error), { cause: error });
  }
}

/** Turns the camera off: its light goes out and others may use it. */
export function releaseCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names that getUserMedia rejects with (Media Capture and Streams, section 10.2.6). */
const CODES: Readonly<Record<string, ClientErrorCode>> = {
  NotAllowedError: 'camera-refused',
  SecurityError: 'camera-refused',
  NotFoundError: 'camera-missing',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
  OverconstrainedError: 'camera-unsuitable',
  TypeError: 'camera-unsuitable',
};

function cameraErrorCode(error: unknown): ClientErrorCode {
  return (error instanceof Error || isNamed(error) ? CODES[error.name] : undefined) ?? 'camera-busy';
}

/** OverconstrainedError is no DOMException and no Error in some browsers. */
function isNamed(error: unknown): error is { readonly name: string } {
  return typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
}
