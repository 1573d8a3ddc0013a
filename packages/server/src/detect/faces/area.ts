import type { PictureSize } from '../../frames/frame.js';

/** A rectangle in pixels of a frame. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All of a frame. */
export function wholeOf({ width, height }: PictureSize): Area {
  return { x: 0, y: 0, width, height };
}

/**
 * The whole pixels of an area that lie in the frame, as face-api cuts them out: position and size are rounded down, each by
 * itself. `undefined` where there are none.
 */
export function wholePixels(area: Area, frame: PictureSize): Area | undefined {
  const left = Math.max(area.x, 0);
  const top = Math.max(area.y, 0);
  const width = Math.floor(Math.min(area.x + area.width - left, frame.width - left));
  const height = Math.floor(Math.min(area.y + area.height - top, frame.height - top));
  return width > 0 && height > 0 ? { x: Math.floor(left), y: Math.floor(top), width, height } : undefined;
}

/** Intersection over union of two areas. */
export function overlap(first: Area, second: Area): number {
  const right = Math.min(first.x + first.width, second.x + second.width);
  const bottom = Math.min(first.y + first.height, second.y + second.height);
  const width = Math.max(0, right - Math.max(first.x, second.x));
  const height = Math.max(0, bottom - Math.max(first.y, second.y));
  const common = width * height;
  return common / (first.width * first.height + second.width * second.height - common);
}
