import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../frames/frame.js';
import { loadCanvas, type Canvas } from './canvas-package.js';
import { drawDetections } from './draw-detections.js';

const JPEG_QUALITY = 0.9;

/**
 * A frame as a JPEG with a box and the score drawn around each detection.
 *
 * @param frame is only read
 * @throws ServerError `canvas-missing` where the optional package `canvas` cannot be loaded
 */
export async function renderSnapshot(frame: Frame, detections: readonly Detection[]): Promise<Uint8Array> {
  const canvasPackage = await loadCanvas();
  const canvas = canvasPackage.createCanvas(frame.width, frame.height);
  const context = canvas.getContext('2d');
  context.putImageData(canvasPackage.createImageData(rgbaOf(frame), frame.width, frame.height), 0, 0);
  drawDetections(context, frame, detections);
  return jpegOf(canvas);
}

function rgbaOf(frame: Frame): Uint8ClampedArray {
  const { pixels } = frame;
  const rgba = new Uint8ClampedArray((pixels.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    rgba[to] = pixels[from] ?? 0;
    rgba[to + 1] = pixels[from + 1] ?? 0;
    rgba[to + 2] = pixels[from + 2] ?? 0;
  }
  return rgba;
}

/** Encodes off the main thread. */
function jpegOf(canvas: Canvas): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, octets: Uint8Array): void => (error === null ? resolve(octets) : reject(error));
    canvas.toBuffer(done, 'image/jpeg', { quality: JPEG_QUALITY });
  });
}
