import type { Detection } from '@webm-reassembler/protocol';
import { faceLines } from './face-lines.js';
import { faceWords, scoreWords } from './face-words.js';
import { boxRect, pointPlace, type Rect, type Size } from './geometry.js';
import { placeAbove, placeBelow } from './label-place.js';
import type { Scene } from './scene.js';

/** Colours and sizes of the boxes, in CSS pixels. */
export interface BoxStyle {
  readonly colour: string;
  /** Drawn around lines and behind words, so that they can be read on any picture. */
  readonly contrast: string;
  readonly lineWidth: number;
  readonly font: string;
  readonly fontSize: number;
}

export const DEFAULT_BOX_STYLE: BoxStyle = {
  colour: '#5eead4',
  contrast: '#042f2e',
  lineWidth: 2.5,
  font: '600 13px system-ui, sans-serif',
  fontSize: 13,
};

/** Landmarks are finer than the box, of whose line this is a share. */
const LANDMARK_SHARE = 0.5;

/**
 * Draws the boxes, scores and landmarks of a scene, and what is said of each face. The context is scaled to CSS pixels and
 * cleared.
 */
export function paintScene(
  context: CanvasRenderingContext2D,
  scene: Scene,
  picture: Rect,
  mirrored: boolean,
  style: BoxStyle,
): void {
  context.globalAlpha = scene.opacity;
  for (const detection of scene.detections) {
    const rect = boxRect(detection.box, picture, mirrored);
    paintBox(context, rect, style);
    paintLandmarks(context, detection, picture, mirrored, style);
    paintLabel(context, rect, [scoreWords(detection)], placeAbove, style);
    paintLabel(context, rect, faceWords(detection), placeBelow, style);
  }
  context.globalAlpha = 1;
}

function paintBox(context: CanvasRenderingContext2D, rect: Rect, style: BoxStyle): void {
  const radius = Math.min(12, rect.width / 4, rect.height / 4);
  context.beginPath();
  context.roundRect(rect.left, rect.top, rect.width, rect.height, Math.max(0, radius));
  strokeWithRim(context, style.lineWidth, style);
}

function paintLandmarks(
  context: CanvasRenderingContext2D,
  { landmarks = [] }: Detection,
  picture: Rect,
  mirrored: boolean,
  style: BoxStyle,
): void {
  if (landmarks.length === 0) return;
  context.beginPath();
  for (const line of faceLines(landmarks)) {
    const [first, ...rest] = line.map((point) => pointPlace(point, picture, mirrored));
    if (first === undefined) continue;
    context.moveTo(first.x, first.y);
    // A line of no length is a dot, as its ends are round.
    for (const { x, y } of rest.length === 0 ? [first] : rest) context.lineTo(x, y);
  }
  context.lineCap = 'round';
  context.lineJoin = 'round';
  strokeWithRim(context, style.lineWidth * LANDMARK_SHARE, style);
}

function strokeWithRim(context: CanvasRenderingContext2D, lineWidth: number, style: BoxStyle): void {
  context.lineWidth = lineWidth + 2;
  context.strokeStyle = withAlpha(style.contrast);
  context.stroke();
  context.lineWidth = lineWidth;
  context.strokeStyle = style.colour;
  context.stroke();
}

function paintLabel(
  context: CanvasRenderingContext2D,
  rect: Rect,
  lines: readonly string[],
  placeOf: typeof placeAbove,
  style: BoxStyle,
): void {
  if (lines.length === 0) return;
  context.font = style.font;
  const lineHeight = style.fontSize + 4;
  const label: Size = {
    width: Math.max(...lines.map((line) => context.measureText(line).width)) + 14,
    height: lineHeight * lines.length + 4,
  };
  const { clientWidth, clientHeight } = context.canvas;
  const { left, top } = placeOf(rect, label, { width: clientWidth, height: clientHeight });
  context.beginPath();
  context.roundRect(left, top, label.width, label.height, lineHeight / 2 + 2);
  context.fillStyle = style.colour;
  context.fill();
  context.fillStyle = style.contrast;
  context.textBaseline = 'middle';
  for (const [index, line] of lines.entries()) context.fillText(line, left + 7, top + 2.5 + lineHeight * (index + 0.5));
}

/** Six-digit colours only: half transparent, so that the dark rim stays softer than the line. */
function withAlpha(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}99` : colour;
}
