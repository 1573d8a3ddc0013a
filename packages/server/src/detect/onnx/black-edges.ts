import type { Frame } from '../../frames/frame.js';

const CHANNELS = 3;

/** Frames with black on the right or below. The buffer is used again as long as the sizes are the same. */
export class BlackEdges {
  #sizes = '';
  #pixels = new Uint8Array();

  /**
   * @param rows to make of it, at least those of the frame
   * @returns so many rows of pixels, each as long as the frame's longer side: the frame's own where it is of that size; else a
   * buffer that is valid until the next call
   */
  around({ width, height, pixels }: Frame, rows: number): Uint8Array {
    const columns = Math.max(width, height);
    if (width === columns && height === rows) return pixels;
    const sizes = `${width}x${height} ${rows}`;
    if (this.#sizes !== sizes) {
      this.#pixels = new Uint8Array(rows * columns * CHANNELS);
      this.#sizes = sizes;
    }
    if (width === columns) {
      this.#pixels.set(pixels);
    } else {
      const row = width * CHANNELS;
      for (let y = 0; y < height; y += 1)
        this.#pixels.set(pixels.subarray(y * row, (y + 1) * row), y * columns * CHANNELS);
    }
    return this.#pixels;
  }
}
