import type { Rect, Size } from './geometry.js';

/** Top left of a label, in CSS pixels. */
export interface LabelPlace {
  readonly left: number;
  readonly top: number;
}

/** Between a label and its box, and between a label and the edge of the overlay. */
const GAP = 6;
const MARGIN = 2;

/** For the score: above the box, or inside it where there is no room above. */
export function placeAbove(box: Rect, label: Size, overlay: Size): LabelPlace {
  const above = box.top - label.height - GAP;
  return { left: leftOf(box, label, overlay), top: above >= MARGIN ? above : Math.max(MARGIN, box.top + GAP) };
}

/** For what is said of a face: below the box, or inside it where there is no room below. */
export function placeBelow(box: Rect, label: Size, overlay: Size): LabelPlace {
  const bottom = box.top + box.height;
  const lowest = overlay.height - label.height - MARGIN;
  return {
    left: leftOf(box, label, overlay),
    top: bottom + GAP <= lowest ? bottom + GAP : Math.min(lowest, bottom - label.height - GAP),
  };
}

/** A label is not cut off at the right where it is wider than its box. */
function leftOf(box: Rect, label: Size, overlay: Size): number {
  return Math.max(MARGIN, Math.min(box.left, overlay.width - label.width - MARGIN));
}
