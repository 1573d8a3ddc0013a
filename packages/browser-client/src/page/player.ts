import type { DetectionTimeline } from '../overlay/timeline.js';
import { VideoOverlay } from '../overlay/video-overlay.js';
import type { Elements } from './elements.js';

/** Something to play: a stored chunk or the recording. */
export interface Playable {
  readonly title: string;
  readonly path: string;
  /** Place of the file's first timestamp on the stream's timeline, in ms. */
  readonly startMs: number;
}

/** Plays stored files on the stage, with the boxes that were found in them. */
export class Player {
  readonly #elements: Elements;
  readonly #overlay: VideoOverlay;

  constructor(elements: Elements) {
    this.#elements = elements;
    this.#overlay = new VideoOverlay({ video: elements.playbackVideo, canvas: elements.playbackBoxes });
    elements.playbackVideo.addEventListener('error', () => this.#sayItFails());
  }

  /** Puts a file on the stage and plays it. */
  async play(playable: Playable, timeline: DetectionTimeline): Promise<void> {
    const { playbackVideo, playbackTitle } = this.#elements;
    playbackTitle.textContent = playable.title;
    playbackVideo.src = playable.path;
    this.#overlay.follow(timeline, playable.startMs);
    // Refused autoplay leaves the controls, and the person plays it.
    await playbackVideo.play().catch(() => undefined);
  }

  /** Takes the file off the stage. */
  close(): void {
    this.#overlay.clear();
    this.#elements.playbackVideo.pause();
    this.#elements.playbackVideo.removeAttribute('src');
    this.#elements.playbackVideo.load();
  }

  #sayItFails(): void {
    if (!this.#elements.playbackVideo.hasAttribute('src')) return;
    this.#elements.playbackTitle.textContent +=
      ': this browser cannot play it. Download the recording and open it elsewhere.';
  }
}
