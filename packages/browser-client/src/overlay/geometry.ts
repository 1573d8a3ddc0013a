import type { Box, Point } from '@webm-reassembler/protocol';

/** Width and height, in CSS pixels or video pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in CSS pixels of the overlay, origin at its top left. */
export interface Rect extends Size {
  readonly left: number;
  readonly top: number;
}

/** How a video fills its element: the CSS property `object-fit`. */
export type ObjectFit = 'contain' | 'cover' | 'fill' | 'none' | 'scale-down';

/** Reads the CSS property; what it does not know is `contain`, the initial value of a `<video>`. */
export function readObjectFit(value: string): ObjectFit {
  switch (value) {
    case 'cover':
    case 'fill':
    case 'none':
    case 'scale-down':
      return value;
    default:
      return 'contain';
  }
}

/**
 * Where the whole picture lies in its element, centred (`object-position: 50% 50%`). With `cover` and `none` it may
 * reach outside the element.
 */
export function pictureRect(element: Size, picture: Size, fit: ObjectFit): Rect {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0 };
  const { width, height } = fittedSize(element, picture, fit);
  return { left: (element.width - width) / 2, top: (element.height - height) / 2, width, height };
}

/** A box of a detection in CSS pixels. A mirrored picture mirrors the box, not what is written beside it. */
export function boxRect(box: Box, picture: Rect, mirrored: boolean): Rect {
  const x = mirrored ? 1 - box.x - box.width : box.x;
  return {
    left: picture.left + x * picture.width,
    top: picture.top + box.y * picture.height,
    width: box.width * picture.width,
    height: box.height * picture.height,
  };
}

/** A point of a detection in CSS pixels, mirrored as {@link boxRect} does. */
export function pointPlace(point: Point, picture: Rect, mirrored: boolean): Point {
  const x = mirrored ? 1 - point.x : point.x;
  return { x: picture.left + x * picture.width, y: picture.top + point.y * picture.height };
}

/** Pixels that a canvas needs to be sharp on this screen. */
export function canvasSize(element: Size, devicePixelRatio: number): Size {
  return { width: Math.round(element.width * devicePixelRatio), height: Math.round(element.height * devicePixelRatio) };
}

function fittedSize(element: Size, picture: Size, fit: ObjectFit): Size {
  const contain = Math.min(element.width / picture.width, element.height / picture.height);
  const cover = Math.max(element.width / picture.width, element.height / picture.height);
  switch (fit) {
    case 'fill':
      return element;
    case 'contain':
      return scaled(picture, contain);
    case 'cover':
      return scaled(picture, cover);
    case 'none':
      return picture;
    case 'scale-down':
      return scaled(picture, Math.min(1, contain));
    default:
      return fit satisfies never;
  }
}

function scaled({ width, height }: Size, factor: number): Size {
  return { width: width * factor, height: height * factor };
}
