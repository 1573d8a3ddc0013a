import type { Frame } from '../../frames/frame.js';

const CHANNELS = 3;

/** Frames as squares, with black below or on the right. The buffer is used again as long as the frames have the same size. */
export class SquareFrame {
  #size = '';
  #pixels = new Uint8Array();

  /** The frame's own pixels where it is a square; else a buffer that is valid until the next call. */
  of(frame: Frame): { readonly side: number; readonly pixels: Uint8Array } {
    const { width, height, pixels } = frame;
    if (width === height) return { side: width, pixels };
    const side = Math.max(width, height);
    const size = `${width}x${height}`;
    if (this.#size !== size) {
      this.#pixels = new Uint8Array(side * side * CHANNELS);
      this.#size = size;
    }
    if (width === side) {
      this.#pixels.set(pixels);
    } else {
      const row = width * CHANNELS;
      for (let y = 0; y < height; y += 1)
        this.#pixels.set(pixels.subarray(y * row, (y + 1) * row), y * side * CHANNELS);
    }
    return { side, pixels: this.#pixels };
  }
}
