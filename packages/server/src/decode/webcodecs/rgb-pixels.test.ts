import type { Plane } from './plane-filter.js';
import { type ColourCode, rgbPixels, withoutAlpha } from './rgb-pixels.js';

const bt601: ColourCode = { redShare: 0.299, blueShare: 0.114, fullRange: false };
const bt709Full: ColourCode = { redShare: 0.2126, blueShare: 0.0722, fullRange: true };

function single(value: number): Plane {
  return { octets: Uint8Array.of(value), stride: 1, width: 1, height: 1 };
}

/** Memory that another picture was in before. */
function usedMemory(pixelCount: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pixelCount * 3).fill(77);
}

function pixel([y, u, v]: readonly [number, number, number], code: ColourCode): readonly number[] {
  const memory = usedMemory(1);
  rgbPixels({ y: single(y), u: single(u), v: single(v), acrossShift: 0, downShift: 0 }, code, memory);
  return [...memory];
}

test.each([
  ['black', bt601, [16, 128, 128], [0, 0, 0]],
  ['white', bt601, [235, 128, 128], [255, 255, 255]],
  ['red', bt601, [81, 90, 240], [254, 0, 0]],
  ['blue', bt601, [41, 240, 110], [0, 0, 255]],
  ['darker than black', bt601, [0, 128, 128], [0, 0, 0]],
  ['black of the full range', bt709Full, [0, 128, 128], [0, 0, 0]],
  ['white of the full range', bt709Full, [255, 128, 128], [255, 255, 255]],
  ['green of the full range', bt709Full, [182, 30, 12], [0, 254, 0]],
] as const)('%s is what it is', (_name, code, coded, expected) => {
  const made = pixel(coded, code);
  expected.forEach((octet, index) => expect(Math.abs(octet - (made[index] ?? -9))).toBeLessThanOrEqual(1));
});

test('colours that are halved hold for four pixels, and at an odd edge for fewer', () => {
  const y: Plane = { octets: new Uint8Array(9).fill(126), stride: 3, width: 3, height: 3 };
  const grey: Plane = { octets: Uint8Array.of(128, 128, 128, 128), stride: 2, width: 2, height: 2 };
  const redOnTheRight: Plane = { ...grey, octets: Uint8Array.of(128, 200, 128, 128) };
  const pixels = usedMemory(9);
  rgbPixels({ y, u: grey, v: redOnTheRight, acrossShift: 1, downShift: 1 }, bt601, pixels);
  const red = Array.from({ length: 9 }, (_, index) => pixels[index * 3] ?? 0);
  expect(red.map((octet) => octet > 200)).toEqual([false, false, true, false, false, true, false, false, false]);
});

test('the fourth octet of each pixel is left out', () => {
  const pixels = usedMemory(2);
  withoutAlpha(Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255), pixels);
  expect(pixels).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
});
