/**
 * Makes the square of numbers that a net looks at out of a part of a frame, as face-api does: the part is padded with black
 * to a square, and that is scaled with the two nearest pixels in each direction, without smoothing, from the top left corner.
 */
import type { Frame } from '../../frames/frame.js';
import type { Normalisation } from '../nets/net-plan.js';
import type { Area } from './area.js';

const CHANNELS = 3;

/** What to make. */
export interface NetInputOptions {
  /** Side of the net's square. */
  readonly side: number;
  /** Whether the black is shared by both sides, or all of it below and on the right. */
  readonly isCentred: boolean;
  readonly normalisation: Normalisation;
  /** Numbers of a pixel together (`interleaved`), or one plane for each channel. */
  readonly layout: 'interleaved' | 'planar';
}

/** For each row or column of the square: which two of the frame it is made of, and how much of each. Black weighs nothing. */
interface Taps {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly nearShare: Float64Array;
  readonly farShare: Float64Array;
}

/** @returns `side * side * 3` numbers */
export function makeNetInput(frame: Frame, area: Area, options: NetInputOptions): Float32Array {
  const { side, isCentred, normalisation, layout } = options;
  const { pixels } = frame;
  const extent = Math.max(area.width, area.height);
  const columns = tapsAlong({ start: area.x, length: area.width, extent, side, isCentred });
  const rows = tapsAlong({ start: area.y, length: area.height, extent, side, isCentred });
  const rowOctets = frame.width * CHANNELS;
  const [pixelStep, channelStep] = layout === 'interleaved' ? [CHANNELS, 1] : [1, side * side];
  const output = new Float32Array(side * side * CHANNELS);
  // The hot loop: plain indices, and no checks that TypeScript could ask for would ever fail.
  for (let row = 0; row < side; row += 1) {
    const above = at(rows.near, row) * rowOctets;
    const below = at(rows.far, row) * rowOctets;
    const aboveShare = at(rows.nearShare, row);
    const belowShare = at(rows.farShare, row);
    for (let column = 0; column < side; column += 1) {
      const left = at(columns.near, column) * CHANNELS;
      const right = at(columns.far, column) * CHANNELS;
      const leftShare = at(columns.nearShare, column);
      const rightShare = at(columns.farShare, column);
      const start = (row * side + column) * pixelStep;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const top = at(pixels, above + left + channel) * leftShare + at(pixels, above + right + channel) * rightShare;
        const bottom =
          at(pixels, below + left + channel) * leftShare + at(pixels, below + right + channel) * rightShare;
        const octet = top * aboveShare + bottom * belowShare;
        output[start + channel * channelStep] = octet * normalisation.scale + (normalisation.offsets[channel] ?? 0);
      }
    }
  }
  return output;
}

interface Direction {
  readonly start: number;
  readonly length: number;
  /** Length with the black. */
  readonly extent: number;
  readonly side: number;
  readonly isCentred: boolean;
}

function tapsAlong({ start, length, extent, side, isCentred }: Direction): Taps {
  const black = extent - length;
  const blackBefore = isCentred ? black - Math.round(black * 0.5) : 0;
  const taps = {
    near: new Int32Array(side),
    far: new Int32Array(side),
    nearShare: new Float64Array(side),
    farShare: new Float64Array(side),
  };
  const scale = extent / side;
  for (let index = 0; index < side; index += 1) {
    const position = index * scale;
    const near = Math.floor(position);
    const far = Math.min(near + 1, extent - 1);
    const farShare = position - near;
    const isPicture = (place: number): boolean => place >= blackBefore && place < blackBefore + length;
    taps.near[index] = isPicture(near) ? start + near - blackBefore : start;
    taps.far[index] = isPicture(far) ? start + far - blackBefore : start;
    taps.nearShare[index] = isPicture(near) ? 1 - farShare : 0;
    taps.farShare[index] = isPicture(far) ? farShare : 0;
  }
  return taps;
}

/** An element that is known to be there. */
function at(numbers: { readonly [index: number]: number }, index: number): number {
  return numbers[index] ?? 0;
}
