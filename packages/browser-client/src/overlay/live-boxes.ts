import type { DetectionsMessage } from '@webm-reassembler/protocol';
import { beyond } from './between.js';
import { hasSameShape } from './picture-shape.js';
import { DEFAULT_FADING, EMPTY_SCENE, opacityAt, type Fading, type Scene } from './scene.js';

/** The least time between two frames that a motion is taken from, in ms: below it the jitter of the boxes outweighs it. */
const SHORTEST_BASELINE_MS = 90;
/** The longest: what moved a second ago has long done something else. */
const LONGEST_BASELINE_MS = 500;

/**
 * Boxes for a picture that is shown as it is taken, and so is ahead of everything that is known of it: the newest boxes,
 * moved on a little as they moved before, and fading when none follow.
 */
export class LiveBoxes {
  readonly #fading: Fading;
  /** Oldest first; no more than the baseline needs. */
  #messages: readonly DetectionsMessage[] = [];
  #newestAgeMs = 0;
  #heardAtMs = 0;

  constructor(fading: Fading = DEFAULT_FADING) {
    this.#fading = fading;
  }

  /**
   * @param ageMs how old the picture is that was analysed
   * @param nowMs when the message came, on the clock that `at` is asked by
   */
  add(message: DetectionsMessage, ageMs: number, nowMs: number): void {
    const newest = this.#messages.at(-1);
    // A timestamp that runs back is another stream.
    const isNewer = newest === undefined || message.timestampMs > newest.timestampMs;
    const kept = isNewer ? this.#messages.filter((earlier) => tellsMotionTo(message, earlier)) : [];
    this.#messages = [...kept, message];
    this.#newestAgeMs = Math.max(0, ageMs);
    this.#heardAtMs = nowMs;
  }

  at(nowMs: number): Scene {
    const newest = this.#messages.at(-1);
    if (newest === undefined) return EMPTY_SCENE;
    const sinceHeardMs = nowMs - this.#heardAtMs;
    const opacity = opacityAt(sinceHeardMs, this.#fading);
    if (opacity === 0) return EMPTY_SCENE;
    const video = { width: newest.width, height: newest.height };
    const before = this.#messages
      .filter((earlier) => newest.timestampMs - earlier.timestampMs >= SHORTEST_BASELINE_MS)
      .at(-1);
    if (before === undefined) return { video, detections: newest.detections, opacity };
    const intervalMs = newest.timestampMs - before.timestampMs;
    const aheadMs = this.#newestAgeMs + sinceHeardMs;
    return { video, detections: beyond(before.detections, newest.detections, intervalMs, aheadMs), opacity };
  }
}

function tellsMotionTo(newest: DetectionsMessage, earlier: DetectionsMessage): boolean {
  return newest.timestampMs - earlier.timestampMs <= LONGEST_BASELINE_MS && hasSameShape(newest, earlier);
}
