import type { Detection } from '@webm-reassembler/protocol';
import type { Size } from './geometry.js';

/** What the overlay shows in one moment. */
export interface Scene {
  /** Size of the video that the boxes are shares of, in pixels. */
  readonly video: Size;
  readonly detections: readonly Detection[];
  /** 1 while the boxes are fresh, 0 once they say nothing about the picture any more. */
  readonly opacity: number;
}

/** Nothing to show. */
export const EMPTY_SCENE: Scene = { video: { width: 0, height: 0 }, detections: [], opacity: 0 };

/** How long boxes without a successor are shown. */
export interface Fading {
  /**
   * Fully, in ms.
   *
   * @defaultValue 500
   */
  readonly freshMs: number;
  /**
   * Fading out after that, in ms.
   *
   * @defaultValue 400
   */
  readonly fadeMs: number;
}

export const DEFAULT_FADING: Fading = { freshMs: 500, fadeMs: 400 };

/** Opacity of boxes of a given age. */
export function opacityAt(ageMs: number, { freshMs, fadeMs }: Fading = DEFAULT_FADING): number {
  if (ageMs <= freshMs) return 1;
  return Math.max(0, 1 - (ageMs - freshMs) / fadeMs);
}
