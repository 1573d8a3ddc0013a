import type { Frame } from '../../frames/frame.js';

/** What is left of a picture when only its rough shapes and its colours are kept: enough to tell one from another. */
export interface PictureSignature {
  /** Brightness of a coarse grid, freed of mean and contrast: the sum of squares is 1, or 0 where nothing is to be seen. */
  readonly shapes: Float64Array;
  /** Share of the picture in each of 64 colours. */
  readonly colours: Float64Array;
  /** Brightness, 0 to 255, at {@link LOOKS_ACROSS} places of {@link LOOKS_DOWN} rows, evenly spread. */
  readonly looks: Float64Array;
  /** Width of the picture, in heights. */
  readonly shape: number;
}

/** How alike two pictures are. */
export interface PictureLikeness {
  /** Correlation of the shapes, -1 to 1. Stays where the light changes; falls where the camera moves. */
  readonly shapes: number;
  /** Common share of the colours, 0 to 1. Stays where the camera moves; falls where the light changes. */
  readonly colours: number;
}

/** Cells of the grid, and how many pixels are looked at in each direction of a cell. */
const COLUMNS = 16;
const ROWS = 12;
const LOOKS = 2;
export const LOOKS_ACROSS = COLUMNS * LOOKS;
export const LOOKS_DOWN = ROWS * LOOKS;
/** Mean deviation of brightness, of 255, below which a picture shows nothing: a covered lens, a cleared canvas. */
const LEAST_CONTRAST = 2;

/** Looks at some eight hundred pixels of the frame, whatever its size: it takes some 20 µs, on the main thread. */
export function signatureOf({ width, height, pixels }: Pick<Frame, 'width' | 'height' | 'pixels'>): PictureSignature {
  const cells = new Float64Array(COLUMNS * ROWS);
  const colours = new Float64Array(64);
  const [across, down] = [LOOKS_ACROSS, LOOKS_DOWN];
  const looks = new Float64Array(across * down);
  const columns = Array.from({ length: across }, (_, column) => Math.floor(((column + 0.5) * width) / across) * 3);
  for (let row = 0; row < down; row += 1) {
    const start = Math.floor(((row + 0.5) * height) / down) * width * 3;
    const firstCell = Math.floor(row / LOOKS) * COLUMNS;
    for (let column = 0; column < across; column += 1) {
      const at = start + (columns[column] ?? 0);
      const red = pixels[at] ?? 0;
      const green = pixels[at + 1] ?? 0;
      const blue = pixels[at + 2] ?? 0;
      const cell = firstCell + Math.floor(column / LOOKS);
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      looks[row * across + column] = light;
      cells[cell] = (cells[cell] ?? 0) + light / LOOKS ** 2;
      const colour = (red >> 6) * 16 + (green >> 6) * 4 + (blue >> 6);
      colours[colour] = (colours[colour] ?? 0) + 1 / (across * down);
    }
  }
  return { shapes: withoutLight(cells), colours, looks, shape: width / height };
}

/** Whether there is anything to be seen. */
export function isBlank({ shapes }: PictureSignature): boolean {
  return shapes.every((cell) => cell === 0);
}

/** Compares two pictures of any sizes. */
export function likenessOf(one: PictureSignature, other: PictureSignature): PictureLikeness {
  return {
    shapes: one.shapes.reduce((sum, cell, index) => sum + cell * (other.shapes[index] ?? 0), 0),
    colours: one.colours.reduce((sum, share, index) => sum + Math.min(share, other.colours[index] ?? 0), 0),
  };
}

function withoutLight(cells: Float64Array): Float64Array {
  const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  const length = Math.sqrt(cells.reduce((sum, cell) => sum + (cell - mean) ** 2, 0));
  if (length / Math.sqrt(cells.length) < LEAST_CONTRAST) return cells.fill(0);
  return cells.map((cell) => (cell - mean) / length);
}
