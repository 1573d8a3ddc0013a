import type { Plane } from './plane-filter.js';

/** How colours are coded: the shares of red and blue in the brightness, and whether all 256 values are used. */
export interface ColourCode {
  readonly redShare: number;
  readonly blueShare: number;
  readonly fullRange: boolean;
}

/** Brightness and the two colour differences, the latter halved `acrossShift` and `downShift` times. */
export interface YuvPicture {
  readonly y: Plane;
  readonly u: Plane;
  readonly v: Plane;
  readonly acrossShift: number;
  readonly downShift: number;
}

/** Fixed point: all factors fit into 32 bits with what they are multiplied with. */
const POINT_BITS = 16;
const ONE = 1 << POINT_BITS;
const HALF = ONE >> 1;

/**
 * Makes rows of red, green and blue octets. Colour differences are those of the nearest place, as ffmpeg takes them.
 *
 * @param memory for three octets a pixel; all of it is written to
 */
export function rgbPixels(picture: YuvPicture, code: ColourCode, memory: Uint8Array<ArrayBuffer>): void {
  const { y, u, v, acrossShift, downShift } = picture;
  const { lift, bright, redOfV, greenOfU, greenOfV, blueOfU } = factors(code);
  const pixels = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  let at = 0;
  for (let row = 0; row < y.height; row += 1) {
    const yRow = row * y.stride;
    const uRow = (row >> downShift) * u.stride;
    const vRow = (row >> downShift) * v.stride;
    for (let x = 0; x < y.width; x += 1) {
      const light = ((y.octets[yRow + x] ?? 0) - lift) * bright + HALF;
      const uAt = (u.octets[uRow + (x >> acrossShift)] ?? 0) - 128;
      const vAt = (v.octets[vRow + (x >> acrossShift)] ?? 0) - 128;
      pixels[at] = (light + vAt * redOfV) >> POINT_BITS;
      pixels[at + 1] = (light - uAt * greenOfU - vAt * greenOfV) >> POINT_BITS;
      pixels[at + 2] = (light + uAt * blueOfU) >> POINT_BITS;
      at += 3;
    }
  }
}

/** ITU-R BT.601, section 2.5, and the like of BT.709 and BT.2020: brightness has 219 steps, colour differences 224. */
function factors({ redShare, blueShare, fullRange }: ColourCode) {
  const greenShare = 1 - redShare - blueShare;
  const differenceSteps = fullRange ? 1 : 255 / 224;
  const red = 2 * (1 - redShare) * differenceSteps;
  const blue = 2 * (1 - blueShare) * differenceSteps;
  return {
    lift: fullRange ? 0 : 16,
    bright: Math.round(ONE * (fullRange ? 1 : 255 / 219)),
    redOfV: Math.round(ONE * red),
    greenOfU: Math.round((ONE * blue * blueShare) / greenShare),
    greenOfV: Math.round((ONE * red * redShare) / greenShare),
    blueOfU: Math.round(ONE * blue),
  };
}

/** Fills `pixels` with those of `rgba`, without the fourth octet of each. */
export function withoutAlpha(rgba: Uint8Array, pixels: Uint8Array): void {
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = rgba[from] ?? 0;
    pixels[to + 1] = rgba[from + 1] ?? 0;
    pixels[to + 2] = rgba[from + 2] ?? 0;
  }
}
