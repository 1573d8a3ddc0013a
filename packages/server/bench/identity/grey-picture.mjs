/** Rectangle of a picture, in its pixels; need not be whole ones. @typedef {{ x: number, y: number, width: number, height: number }} Area */

const COLUMNS = 32;
const ROWS = 24;

/** A picture in grey, any part of which can be made small at the price of the small picture (summed-area table). */
export class GreyPicture {
  #sums;
  /** @readonly */ width;
  /** @readonly */ height;

  /** @param {{ readonly width: number, readonly height: number, readonly pixels: Uint8Array }} picture In rgb24. */
  constructor({ width, height, pixels }) {
    this.width = width;
    this.height = height;
    this.#sums = new Float64Array((width + 1) * (height + 1));
    for (let y = 0, pixel = 0; y < height; y += 1) {
      let row = 0;
      const above = y * (width + 1);
      for (let x = 1; x <= width; x += 1, pixel += 3) {
        row += 0.299 * (pixels[pixel] ?? 0) + 0.587 * (pixels[pixel + 1] ?? 0) + 0.114 * (pixels[pixel + 2] ?? 0);
        this.#sums[above + width + 1 + x] = row + (this.#sums[above + x] ?? 0);
      }
    }
  }

  /** @returns {Area} */
  get whole() {
    return { x: 0, y: 0, width: this.width, height: this.height };
  }

  /**
   * A part of the picture, small, and freed of brightness and contrast: two of them are alike as far as the sum of
   * their products is near to 1.
   *
   * @param {Area} area
   * @returns {Float64Array}
   */
  thumbnail({ x, y, width, height }) {
    const cells = Float64Array.from({ length: COLUMNS * ROWS }, (_, index) => {
      const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)];
      const [left, right] = [column, column + 1].map((edge) => Math.round(x + (edge * width) / COLUMNS));
      const [top, bottom] = [row, row + 1].map((edge) => Math.round(y + (edge * height) / ROWS));
      return this.#mean(left ?? 0, top ?? 0, right ?? 0, bottom ?? 0);
    });
    const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
    const length = Math.sqrt(cells.reduce((sum, cell) => sum + (cell - mean) ** 2, 0));
    return cells.map((cell) => (length === 0 ? 0 : (cell - mean) / length));
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  #mean(left, top, right, bottom) {
    const at = (/** @type {number} */ x, /** @type {number} */ y) => this.#sums[y * (this.width + 1) + x] ?? 0;
    const sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
    return sum / Math.max(1, (right - left) * (bottom - top));
  }
}

/**
 * How alike two thumbnails are: 1 where they are the same, about 0 where they have nothing to do with each other.
 *
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
export function likeness(one, other) {
  let sum = 0;
  // A loop, for it is done 270 times for each frame.
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
