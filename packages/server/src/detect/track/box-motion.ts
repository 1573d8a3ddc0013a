import type { Box } from '@webm-reassembler/protocol';
import type { PictureShift } from './picture-shift.js';

/** Where a box is and how it moves, in shares of the picture and shares a ms. */
export interface BoxMotion {
  readonly box: Box;
  readonly xPerMs: number;
  readonly yPerMs: number;
}

/**
 * How far ahead a motion is believed, in ms. A head that turns or stops is elsewhere sooner than that: beyond 100 ms a
 * straight line is no better than the last place by more than it is worse at the ends of a movement.
 */
const LONGEST_PREDICTION_MS = 150;

/** Share of the newest velocity in the smoothed one: a detector's boxes jitter by some hundredths of their width. */
const NEWEST_SHARE = 0.6;

/** Where the box is expected `elapsedMs` later. */
export function predictedBox({ box, xPerMs, yPerMs }: BoxMotion, elapsedMs: number): Box {
  const aheadMs = Math.min(Math.max(0, elapsedMs), LONGEST_PREDICTION_MS);
  return { ...box, x: box.x + xPerMs * aheadMs, y: box.y + yPerMs * aheadMs };
}

/** The motion after the box was seen at another place `elapsedMs` later. */
export function movedTo(motion: BoxMotion, box: Box, elapsedMs: number): BoxMotion {
  if (elapsedMs <= 0) return { ...motion, box };
  const xPerMs = (centreX(box) - centreX(motion.box)) / elapsedMs;
  const yPerMs = (centreY(box) - centreY(motion.box)) / elapsedMs;
  return { box, xPerMs: smoothed(motion.xPerMs, xPerMs), yPerMs: smoothed(motion.yPerMs, yPerMs) };
}

/** Where the box is in the picture's new shape. How it moves is to be seen anew: the shift has the camera's movement in it. */
export function shiftedBy({ xScale, yScale, xShift, yShift }: PictureShift, { box }: BoxMotion): BoxMotion {
  const [x, y] = [box.x * xScale + xShift, box.y * yScale + yShift];
  return { box: { x, y, width: box.width * xScale, height: box.height * yScale }, xPerMs: 0, yPerMs: 0 };
}

/** Overlap of two boxes: the shared area as a share of the joint one, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Distance of the centres, in mean box widths across and mean box heights down. */
export function centreDistance(a: Box, b: Box): number {
  const across = (centreX(a) - centreX(b)) / ((a.width + b.width) / 2);
  const down = (centreY(a) - centreY(b)) / ((a.height + b.height) / 2);
  return Math.hypot(across, down);
}

function centreX(box: Box): number {
  return box.x + box.width / 2;
}

function centreY(box: Box): number {
  return box.y + box.height / 2;
}

function smoothed(before: number, newest: number): number {
  return before + (newest - before) * NEWEST_SHARE;
}
