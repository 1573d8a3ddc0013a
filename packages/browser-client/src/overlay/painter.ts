import { boxRect, type Rect } from './geometry.js';
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

/** Draws the boxes and scores of a scene. The context is scaled to CSS pixels and cleared. */
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
    paintScore(context, rect, `${Math.round(detection.score * 100)} %`, style);
  }
  context.globalAlpha = 1;
}

function paintBox(context: CanvasRenderingContext2D, rect: Rect, style: BoxStyle): void {
  const radius = Math.min(12, rect.width / 4, rect.height / 4);
  context.beginPath();
  context.roundRect(rect.left, rect.top, rect.width, rect.height, Math.max(0, radius));
  context.lineWidth = style.lineWidth + 2;
  context.strokeStyle = withAlpha(style.contrast);
  context.stroke();
  context.lineWidth = style.lineWidth;
  context.strokeStyle = style.colour;
  context.stroke();
}

function paintScore(context: CanvasRenderingContext2D, rect: Rect, text: string, style: BoxStyle): void {
  context.font = style.font;
  const height = style.fontSize + 8;
  const width = context.measureText(text).width + 14;
  const { left, top } = scorePlace(rect, height);
  context.beginPath();
  context.roundRect(left, top, width, height, height / 2);
  context.fillStyle = style.colour;
  context.fill();
  context.fillStyle = style.contrast;
  context.textBaseline = 'middle';
  context.fillText(text, left + 7, top + height / 2 + 0.5);
}

/** Above the box, or inside it where there is no room above. */
export function scorePlace(rect: Rect, height: number): { readonly left: number; readonly top: number } {
  const above = rect.top - height - 6;
  return { left: Math.max(2, rect.left), top: above >= 2 ? above : Math.max(2, rect.top + 6) };
}

/** Six-digit colours only: half transparent, so that the dark rim stays softer than the line. */
function withAlpha(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}99` : colour;
}
