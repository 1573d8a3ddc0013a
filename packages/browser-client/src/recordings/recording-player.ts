import { mediaZeroMs } from '../overlay/media-clock.js';
import { VideoOverlay } from '../overlay/video-overlay.js';
import { DetectionWindows } from './detection-windows.js';
import { partAt, playableParts, type PlayablePart, type Recording } from './recording.js';
import { fetchDetections } from './server-api.js';

/** What is being played. */
interface Playing {
  readonly parts: readonly PlayablePart[];
  readonly windows: DetectionWindows;
  part: PlayablePart;
  /** Place of media time 0 on the stream's timeline, once the first picture of the part has told it. */
  zeroMs: number | undefined;
  /** Where to go once that is known. */
  wantedMs: number | undefined;
}

/** Plays the files of a recording as one, on the timeline of the stream, with the boxes in time. */
export class RecordingPlayer {
  readonly #video: HTMLVideoElement;
  readonly #overlay: VideoOverlay;
  readonly #onPosition: (timestampMs: number) => void;
  #playing: Playing | undefined;

  /** @param onPosition told where the picture is, in ms on the timeline of the stream */
  constructor(video: HTMLVideoElement, canvas: HTMLCanvasElement, onPosition: (timestampMs: number) => void) {
    this.#video = video;
    this.#overlay = new VideoOverlay({ video, canvas });
    this.#onPosition = onPosition;
    video.addEventListener('loadeddata', () => this.#partLoaded());
    video.addEventListener('timeupdate', () => this.#moved());
    video.addEventListener('ended', () => this.#partEnded());
  }

  /** Plays a recording from its beginning. */
  play(recording: Recording): void {
    this.close();
    const parts = playableParts(recording);
    const [first] = parts;
    if (first === undefined) return;
    const windows = new DetectionWindows(async (fromMs, toMs) => fetchDetections(recording, fromMs, toMs));
    this.#playing = { parts, windows, part: first, zeroMs: undefined, wantedMs: undefined };
    this.#load(this.#playing, first, undefined);
  }

  /** Goes to a moment of the stream's timeline. */
  seek(timestampMs: number): void {
    const playing = this.#playing;
    const part = partAt(playing?.parts ?? [], timestampMs);
    if (playing === undefined || part === undefined) return;
    const withinMs = Math.max(part.startMs, timestampMs);
    if (part !== playing.part) this.#load(playing, part, withinMs);
    else if (playing.zeroMs === undefined) playing.wantedMs = withinMs;
    else this.#video.currentTime = (withinMs - playing.zeroMs) / 1000;
  }

  /** Takes the recording off the stage. */
  close(): void {
    this.#playing = undefined;
    this.#overlay.clear();
    this.#video.pause();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #load(playing: Playing, part: PlayablePart, wantedMs: number | undefined): void {
    playing.part = part;
    playing.zeroMs = undefined;
    playing.wantedMs = wantedMs;
    void playing.windows.need(wantedMs ?? part.startMs);
    this.#video.src = part.path;
    this.#overlay.follow(playing.windows.timeline, part.startMs);
    // Refused autoplay leaves the controls, and the person plays it.
    this.#video.play().catch(() => undefined);
  }

  #partLoaded(): void {
    const playing = this.#playing;
    if (playing === undefined || playing.zeroMs !== undefined) return;
    playing.zeroMs = mediaZeroMs(this.#video.currentTime * 1000, playing.part.startMs);
    if (playing.wantedMs !== undefined) this.#video.currentTime = (playing.wantedMs - playing.zeroMs) / 1000;
    playing.wantedMs = undefined;
  }

  #moved(): void {
    const playing = this.#playing;
    if (playing?.zeroMs === undefined) return;
    const timestampMs = playing.zeroMs + this.#video.currentTime * 1000;
    void playing.windows.need(timestampMs);
    this.#onPosition(timestampMs);
  }

  #partEnded(): void {
    const playing = this.#playing;
    const next = playing?.parts[playing.parts.indexOf(playing.part) + 1];
    if (playing !== undefined && next !== undefined) this.#load(playing, next, undefined);
  }
}
