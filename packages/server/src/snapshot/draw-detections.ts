import type { Detection } from '@webm-reassembler/protocol';
import type { PictureSize } from '../frames/frame.js';
import type { DrawingContext } from './canvas-package.js';

const ACCENT = '#3ddc97';
const ON_ACCENT = '#04210f';
const OUTLINE = 'rgba(0, 0, 0, 0.55)';

/** A rectangle in pixels of the picture. */
interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a box and a label with the score for each detection, in a size that suits the picture. */
export function drawDetections(context: DrawingContext, picture: PictureSize, detections: readonly Detection[]): void {
  const lineWidth = Math.max(2, Math.round(Math.min(picture.width, picture.height) / 160));
  for (const detection of detections) {
    const box = inPixels(detection, picture, lineWidth);
    drawBox(context, box, lineWidth);
    drawLabel(context, box, picture, lineWidth, `${Math.round(detection.score * 100)} %`);
  }
}

/** Boxes may reach outside of the picture: what is drawn stays inside, line and all. */
function inPixels({ box }: Detection, picture: PictureSize, lineWidth: number): PixelBox {
  const left = within(box.x * picture.width, lineWidth, picture.width - lineWidth);
  const top = within(box.y * picture.height, lineWidth, picture.height - lineWidth);
  const right = within((box.x + box.width) * picture.width, lineWidth, picture.width - lineWidth);
  const bottom = within((box.y + box.height) * picture.height, lineWidth, picture.height - lineWidth);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function within(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}

/** The dark line under the bright one keeps the box visible on a bright picture. */
function drawBox(context: DrawingContext, box: PixelBox, lineWidth: number): void {
  context.lineJoin = 'round';
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, lineWidth * 3);
  context.strokeStyle = OUTLINE;
  context.lineWidth = lineWidth * 2;
  context.stroke();
  context.strokeStyle = ACCENT;
  context.lineWidth = lineWidth;
  context.stroke();
}

function drawLabel(
  context: DrawingContext,
  box: PixelBox,
  picture: PictureSize,
  lineWidth: number,
  text: string,
): void {
  const textSize = Math.max(12, lineWidth * 5);
  context.font = `600 ${textSize}px sans-serif`;
  const padding = Math.round(textSize * 0.45);
  const width = Math.ceil(context.measureText(text).width) + padding * 2;
  const height = Math.round(textSize * 1.5);
  const x = within(box.x, 0, Math.max(0, picture.width - width - lineWidth));
  const y = labelTop(box, picture, height, lineWidth);
  context.beginPath();
  context.roundRect(x, y, width, height, Math.round(height / 4));
  context.fillStyle = ACCENT;
  context.fill();
  context.fillStyle = ON_ACCENT;
  context.textBaseline = 'middle';
  context.fillText(text, x + padding, y + height / 2 + textSize * 0.06);
}

/** Above the box; below it where there is no room above; inside it where there is none below either. */
function labelTop(box: PixelBox, picture: PictureSize, labelHeight: number, lineWidth: number): number {
  const gap = lineWidth * 2;
  const above = box.y - labelHeight - gap;
  if (above >= lineWidth) return above;
  const below = box.y + box.height + gap;
  return below + labelHeight + lineWidth <= picture.height ? below : box.y + gap;
}
