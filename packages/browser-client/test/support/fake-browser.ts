import type { CaptureHost } from '../../src/capture/capture-host.js';

export interface FakeBrowserOptions {
  readonly secure?: boolean;
  /** Name of the error that getUserMedia rejects with. */
  readonly refuseWith?: string;
  readonly mimeTypes?: readonly string[];
  readonly recorderThrows?: boolean;
  readonly withAudio?: boolean;
  /** Whether MediaRecorder reads `videoKeyFrameIntervalDuration`, as Web IDL conversion does for known members only. */
  readonly knowsKeyframeInterval?: boolean;
}

class FakeTrack extends EventTarget {
  stopped = false;
  stop(): void {
    this.stopped = true;
  }
}

class FakeRecorder {
  state: RecordingState = 'inactive';
  timeslice: number | undefined;
  keyframeIntervalMs: number | undefined;
  lastChunk: readonly number[] = [];
  ondataavailable: ((event: { readonly data: Blob }) => void) | null = null;
  onstart: (() => void) | null = null;
  onstop: (() => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;

  constructor(readonly mimeType: string) {}

  start(timeslice: number): void {
    this.timeslice = timeslice;
    this.state = 'recording';
    this.onstart?.();
  }

  stop(): void {
    this.state = 'inactive';
    this.deliver(this.lastChunk);
    this.onstop?.();
  }

  deliver(octets: readonly number[]): void {
    this.ondataavailable?.({ data: new Blob([Uint8Array.from(octets)]) });
  }
}

/** Pictures of the one octet that the test says next; then none. */
class FakeStillSource {
  readonly next: number[] = [];
  closed = false;

  async take(): Promise<Blob | undefined> {
    const octet = this.next.shift();
    return octet === undefined ? undefined : new Blob([Uint8Array.of(octet)]);
  }

  close(): void {
    this.closed = true;
  }
}

/** A browser with a camera, as far as capturing sees one. */
export class FakeBrowser {
  asked = 0;
  readonly tracks: readonly FakeTrack[];
  readonly stills = new FakeStillSource();
  readonly host: CaptureHost;
  #recorder: FakeRecorder | undefined;

  constructor(options: FakeBrowserOptions = {}) {
    this.tracks = options.withAudio === true ? [new FakeTrack(), new FakeTrack()] : [new FakeTrack()];
    const secure = options.secure ?? true;
    this.host = {
      isSecureContext: secure,
      now: () => 1234,
      openStillSource: () => this.stills,
      mediaDevices: secure ? { getUserMedia: () => this.#ask(options) } : undefined,
      MediaRecorder: this.#recorderClass(options),
    };
  }

  /** The recorder that was made last. */
  get recorder(): FakeRecorder {
    if (this.#recorder === undefined) throw new Error('nothing records');
    return this.#recorder;
  }

  async #ask(options: FakeBrowserOptions): Promise<MediaStream> {
    this.asked += 1;
    if (options.refuseWith !== undefined) throw new DOMException('', options.refuseWith);
    return asMediaStream({ getTracks: () => this.tracks, getAudioTracks: () => this.tracks.slice(1) });
  }

  #recorderClass(options: FakeBrowserOptions): typeof MediaRecorder {
    const construct = (mimeType: string): FakeRecorder => (this.#recorder = new FakeRecorder(mimeType));
    const types = options.mimeTypes ?? ['video/webm;codecs=vp8', 'video/webm;codecs=vp8,opus'];
    function Recorder(
      _stream: MediaStream,
      given: MediaRecorderOptions & { readonly videoKeyFrameIntervalDuration?: number },
    ) {
      if (options.recorderThrows === true) throw new DOMException('', 'NotSupportedError');
      const recorder = construct(given.mimeType ?? '');
      if (options.knowsKeyframeInterval === true) recorder.keyframeIntervalMs = given.videoKeyFrameIntervalDuration;
      return recorder;
    }
    Recorder.isTypeSupported = (type: string) => types.includes(type);
    return asMediaRecorder(Recorder);
  }
}

/** Boundary: a fake has only what is used. */
function asMediaStream(fake: object): MediaStream {
  return fake as MediaStream;
}

/** Boundary: a fake has only what is used. */
function asMediaRecorder(fake: object): typeof MediaRecorder {
  return fake as typeof MediaRecorder;
}
