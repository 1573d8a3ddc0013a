import type { Detection, DetectionsMessage } from '@webm-reassembler/protocol';
import { between, beyond } from './between.js';
import { hasSameShape } from './picture-shape.js';
import { EMPTY_SCENE, opacityAt, type Fading, type Scene } from './scene.js';

/** Longest pause between two analysed frames across which boxes are moved rather than left to fade, in ms. */
const BRIDGE_MS = 1000;

/**
 * Detections by the timestamp of their frame, so that a recording shows each box exactly when its picture is shown.
 * Bounded: the oldest go when there are too many.
 */
export class DetectionTimeline {
  readonly #capacity: number;
  #messages: DetectionsMessage[] = [];

  /** @param capacity analysed frames to remember; 36,000 are an hour at 10 a second */
  constructor(capacity = 36_000) {
    this.#capacity = capacity;
  }

  /** Analysed frames that are remembered. */
  get size(): number {
    return this.#messages.length;
  }

  /** Adds what was found in one frame. They come nearly always in order. */
  add(message: DetectionsMessage): void {
    const index = this.#indexAfter(message.timestampMs);
    this.#messages.splice(index, 0, message);
    // In one go for every hundredth part: dropping one at a time would move the whole list for each frame.
    if (this.#messages.length > this.#capacity * 1.01) this.#messages = this.#messages.slice(-this.#capacity);
  }

  /** What to show at a moment of the stream's timeline. */
  at(timestampMs: number, fading?: Fading): Scene {
    const index = this.#indexAfter(timestampMs);
    const before = this.#messages[index - 1];
    const after = this.#messages[index];
    if (before === undefined) return EMPTY_SCENE;
    const video = { width: before.width, height: before.height };
    if (after !== undefined && isBridged(before, after)) {
      const share = (timestampMs - before.timestampMs) / (after.timestampMs - before.timestampMs);
      return { video, detections: between(before.detections, after.detections, share), opacity: 1 };
    }
    const opacity = opacityAt(timestampMs - before.timestampMs, fading);
    if (opacity === 0) return EMPTY_SCENE;
    return { video, detections: this.#movedOn(index - 1, timestampMs), opacity };
  }

  /** Nothing later is known, or only much later: for a moment the boxes move on as they did. */
  #movedOn(index: number, timestampMs: number): readonly Detection[] {
    const newest = this.#messages[index];
    const before = this.#messages[index - 1];
    if (newest === undefined) return [];
    if (before === undefined || !isBridged(before, newest)) return newest.detections;
    const intervalMs = newest.timestampMs - before.timestampMs;
    return beyond(before.detections, newest.detections, intervalMs, timestampMs - newest.timestampMs);
  }

  /** Index of the first message later than `timestampMs`. */
  #indexAfter(timestampMs: number): number {
    let low = 0;
    let high = this.#messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const message = this.#messages[middle];
      if (message !== undefined && message.timestampMs <= timestampMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether boxes can be moved from one to the other. */
function isBridged(before: DetectionsMessage, after: DetectionsMessage): boolean {
  return after.timestampMs - before.timestampMs <= BRIDGE_MS && hasSameShape(before, after);
}
