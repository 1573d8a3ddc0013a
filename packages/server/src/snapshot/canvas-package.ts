import { ServerError } from '../errors.js';

/** The part of `canvas` (node-canvas) that is used. Its own types are not there where the package is not. */
export interface CanvasPackage {
  createCanvas(width: number, height: number): Canvas;
  createImageData(rgba: Uint8ClampedArray, width: number, height: number): ImageData;
}

/** A picture to draw on. */
export interface Canvas {
  getContext(kind: '2d'): DrawingContext;
  toBuffer(
    done: (error: Error | null, octets: Uint8Array) => void,
    type: 'image/jpeg',
    options: { readonly quality: number },
  ): void;
}

/** What a picture is drawn with; as in browsers. */
export interface DrawingContext {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: 'round';
  font: string;
  textBaseline: 'middle';
  putImageData(pixels: ImageData, x: number, y: number): void;
  beginPath(): void;
  roundRect(x: number, y: number, width: number, height: number, radii: number): void;
  fill(): void;
  stroke(): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
}

/** Pixels that a canvas takes. */
interface ImageData {
  readonly width: number;
  readonly height: number;
}

const LIBRARIES = 'libcairo2-dev libpango1.0-dev libjpeg-dev libgif-dev librsvg2-dev';

/**
 * Loads `canvas` when it is first needed: it is an optional dependency with native libraries behind it.
 *
 * @param name of the package; another one only in tests
 * @throws ServerError `canvas-missing` where it is not installed or its native part was not built
 */
export async function loadCanvas(name: string = 'canvas'): Promise<CanvasPackage> {
  try {
    // A name that is no literal: the build must not need the package either.
    const exported: unknown = await import(name);
    return asCanvasPackage(exported);
  } catch (thrown) {
    throw new ServerError(
      'canvas-missing',
      'Snapshots need the optional package "canvas", which is not installed or not built here. On Debian: ' +
        `apt install ${LIBRARIES}, then npm rebuild canvas.`,
      { cause: thrown },
    );
  }
}

/** Boundary: what the package exports, by its documentation. It is CommonJS. */
function asCanvasPackage(exported: unknown): CanvasPackage {
  return (exported as { readonly default: CanvasPackage }).default;
}
