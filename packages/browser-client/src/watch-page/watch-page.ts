import type { DetectionsMessage, ErrorMessage, StatusMessage, ViewerMessage } from '@webm-reassembler/protocol';
import { asksForSignIn, signInAddress, withToken, type PageAccess } from '../access/page-access.js';
import { DetectionTimeline } from '../overlay/timeline.js';
import { VideoOverlay } from '../overlay/video-overlay.js';
import { watchAddress } from '../page/addresses.js';
import { LivePlayer } from '../watch/live-player.js';
import { ResultDelay } from '../watch/result-delay.js';
import { WatchConnection } from '../watch/watch-connection.js';
import { isOfStillImages, PicturesView } from './pictures-view.js';
import { fetchKept } from './recordings.js';
import type { WatchElements } from './watch-elements.js';
import { showWatchState } from './watch-state-view.js';
import type { WatchState } from './watch-state.js';

/** After so long without media the publisher is taken to send nothing, in ms. */
const QUIET_AFTER_MS = 4000;
const TICK_MS = 500;
/** Ten minutes at ten a second: a live picture does not go back further. */
const REMEMBERED_RESULTS = 6000;

/** The page of one viewer: a socket in; picture, boxes, figures and words out. */
export class WatchPage {
  readonly #elements: WatchElements;
  readonly #stream: string;
  readonly #access: PageAccess;
  readonly #overlay: VideoOverlay;
  readonly #pictures: PicturesView;
  #connection: WatchConnection | undefined;
  readonly #resultDelay = new ResultDelay();
  #timeline = new DetectionTimeline(REMEMBERED_RESULTS);
  #player: LivePlayer | undefined;
  #state: WatchState = { kind: 'connecting' };
  #lastMediaAtMs = 0;

  constructor(elements: WatchElements, stream: string, access: PageAccess) {
    this.#elements = elements;
    this.#stream = stream;
    this.#access = access;
    this.#overlay = new VideoOverlay({ video: elements.video, canvas: elements.boxes });
    this.#pictures = new PicturesView(elements, stream, access.token);
  }

  /** Connects the buttons and the stream. */
  open(): void {
    const elements = this.#elements;
    elements.streamTitle.textContent = this.#stream;
    elements.sound.addEventListener('click', () => this.#toggleSound());
    elements.play.addEventListener('click', () => void elements.video.play());
    elements.full.addEventListener('click', () => void elements.stage.requestFullscreen?.());
    this.#connection = new WatchConnection(withToken(watchAddress(location, this.#stream), this.#access.token), {
      onMessage: (message) => this.#hear(message),
      onOctets: (octets) => this.#takeMedia(octets),
      onLost: (error) => void this.#lost(error),
      onOver: (error) => void this.#over(error),
    });
    setInterval(() => this.#tick(), TICK_MS);
    this.#enter(this.#state);
  }

  #hear(message: ViewerMessage): void {
    switch (message.type) {
      case 'watching':
        return this.#begin(message.videoCodec);
      case 'init':
        this.#elements.sound.hidden = !/opus|vorbis|mp4a|pcm/.test(message.mimeType);
        // The player says so where it does not take this one either.
        this.#pictures.hide();
        return this.#player?.setType(message.mimeType);
      case 'detections':
        return this.#showDetections(message);
      case 'status':
        return this.#showStatus(message);
      case 'moved-on':
        // Of video that is not shown nothing is missed, and why it is not must stay to be read.
        if (this.#pictures.reason === undefined)
          this.#elements.hint.textContent = 'A part was left out: this connection is slower than the stream.';
        return;
      case 'ended':
        return this.#player?.end();
      case 'gap':
      case 'error':
        return;
      default:
        message satisfies never;
    }
  }

  /** A new connection begins at the stream's current group of pictures, and so does a new player. */
  #begin(videoCodec: string): void {
    this.#player?.close();
    this.#pictures.hide();
    this.#timeline = new DetectionTimeline(REMEMBERED_RESULTS);
    this.#player = new LivePlayer(this.#elements.video, {
      onUnsupported: () => this.#pictures.show('codec'),
      onBroken: () => this.#connection?.restart(),
    });
    this.#overlay.follow(this.#timeline);
    this.#lastMediaAtMs = performance.now();
    this.#showStills(videoCodec);
  }

  #takeMedia(octets: ArrayBuffer): void {
    this.#lastMediaAtMs = performance.now();
    this.#player?.append(octets);
    if (this.#state.kind !== 'watching') this.#enter({ kind: 'watching' });
  }

  #showDetections(message: DetectionsMessage): void {
    this.#timeline.add(message);
    this.#elements.faces.textContent = String(message.detections.length);
    const newestMs = this.#player?.newestMs;
    if (this.#player === undefined || newestMs === undefined) return;
    // The picture waits for its boxes, within reason.
    this.#player.targetDelay = this.#resultDelay.add((newestMs - message.timestampMs) / 1000);
  }

  #showStatus({ videoCodec, audioCodec, detectionFps }: StatusMessage): void {
    const codecs = [videoCodec, audioCodec].filter((codec) => codec !== 'none');
    this.#elements.codec.textContent = codecs.join(' + ') || '–';
    this.#elements.detectionFps.textContent = detectionFps.toFixed(1);
    this.#showStills(videoCodec);
  }

  /** Still images have no media: there are only the frames as they were analysed, which may be minutes apart. */
  #showStills(videoCodec: string): void {
    if (!isOfStillImages(videoCodec)) return;
    this.#pictures.show('still-images');
    if (this.#state.kind !== 'watching') this.#enter({ kind: 'watching' });
  }

  async #lost(error: ErrorMessage | undefined): Promise<void> {
    if (error?.code !== 'stream-not-live') return this.#enter({ kind: 'lost' });
    const kept = await fetchKept(this.#stream, this.#access.token);
    if (kept?.isOver === true) this.#connection?.close();
    this.#enter({ kind: 'not-live', kept });
  }

  async #over(error: ErrorMessage | undefined): Promise<void> {
    if (error !== undefined) return this.#enter({ kind: 'refused', error });
    const kept = await fetchKept(this.#stream, this.#access.token);
    this.#enter({ kind: 'ended', kept });
  }

  #tick(): void {
    const { video, delay, play, sound } = this.#elements;
    const newestMs = this.#player?.newestMs;
    const isPlaying = this.#state.kind === 'watching' && newestMs !== undefined;
    delay.textContent = isPlaying ? (newestMs / 1000 - video.currentTime).toFixed(1) : '–';
    play.hidden = !(isPlaying && video.paused);
    sound.textContent = video.muted ? 'Sound on' : 'Sound off';
    const isQuiet =
      this.#pictures.reason !== 'still-images' && performance.now() - this.#lastMediaAtMs > QUIET_AFTER_MS;
    if (this.#state.kind === 'watching' && isQuiet) this.#enter({ kind: 'quiet' });
  }

  /** Browsers let nothing play with sound before the person has asked for it. */
  #toggleSound(): void {
    const { video, sound } = this.#elements;
    video.muted = !video.muted;
    sound.setAttribute('aria-pressed', String(!video.muted));
    this.#tick();
  }

  #enter(state: WatchState): void {
    this.#state = state;
    const signIn = state.kind === 'refused' && asksForSignIn(state.error.code) ? signInAddress(location) : undefined;
    showWatchState(this.#elements, state, signIn);
  }
}
