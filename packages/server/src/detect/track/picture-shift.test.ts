import { findPicture } from './picture-shift.js';
import { type PictureSignature, signatureOf } from './picture-signature.js';

/** Part of a wide room, in widths and heights of the first picture from its corner. */
interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WHOLE: View = { x: 1, y: 1, width: 1, height: 1 };

/** Brightness at the corners of tiles, some eight of them to a picture's height: no place of it is like another. */
const TILES = 8;
function lightAt(column: number, row: number): number {
  const turns = Math.sin(column * 12.9898 + row * 78.233) * 43_758.5453;
  return 255 * (turns - Math.floor(turns));
}

/** Between the corners the light goes over from one into the other. */
function lightOf(x: number, y: number): number {
  const [column, row] = [Math.floor(x * TILES), Math.floor(y * TILES)];
  const [across, down] = [x * TILES - column, y * TILES - row];
  const above = lightAt(column, row) * (1 - across) + lightAt(column + 1, row) * across;
  const below = lightAt(column, row + 1) * (1 - across) + lightAt(column + 1, row + 1) * across;
  return above * (1 - down) + below * down;
}

/** A camera's picture of a view; what `isBar` says is black. */
function pictureOf(
  view: View,
  width: number,
  height: number,
  isBar = (_y: number): boolean => false,
): PictureSignature {
  const pixels = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [((pixel % width) + 0.5) / width, (Math.floor(pixel / width) + 0.5) / height];
    const light = isBar(y) ? 0 : lightOf(view.x + x * view.width, view.y + y * view.height);
    pixels.fill(light, pixel * 3, pixel * 3 + 3);
  }
  return signatureOf({ width, height, pixels });
}

const before = pictureOf(WHOLE, 160, 120);

test.each([
  ['cut at both sides', { x: 1.21875, y: 1, width: 0.5625, height: 1 }, [90, 120]],
  ['cut on the right', { x: 1, y: 1, width: 0.5625, height: 1 }, [90, 120]],
  ['cut above and below', { x: 1, y: 1.125, width: 1, height: 0.75 }, [160, 90]],
  [
    'seen higher and narrower, as by a camera that is turned',
    { x: 1.125, y: 0.8333, width: 0.75, height: 1.3333 },
    [120, 160],
  ],
  ['stretched', WHOLE, [120, 160]],
] as const)('a picture is found again where it is %s', (_, view, [width, height]) => {
  const { shift, fit } = findPicture(before, pictureOf(view, width, height));
  expect(fit).toBeGreaterThan(0.9);
  expect(shift.xScale).toBeCloseTo(1 / view.width, 0.7);
  expect(shift.yScale).toBeCloseTo(1 / view.height, 0.7);
  // The middle of what was there before.
  expect(Math.abs(0.5 * shift.xScale + shift.xShift - (1.5 - view.x) / view.width)).toBeLessThan(0.04);
  expect(Math.abs(0.5 * shift.yScale + shift.yShift - (1.5 - view.y) / view.height)).toBeLessThan(0.04);
});

test('a picture between bars is found again', () => {
  // 4:3 in 3:4: as wide as before, and so nine sixteenths as high as the picture.
  const barred = pictureOf(
    { x: 1, y: 1 - 0.3889, width: 1, height: 1.7778 },
    120,
    160,
    (y) => Math.abs(y - 0.5) > 0.28125,
  );
  const { shift, fit } = findPicture(before, barred);
  expect(fit).toBeGreaterThan(0.8);
  expect(shift.yScale).toBeCloseTo(0.5625, 1);
  expect(shift.yShift).toBeCloseTo(0.21875, 1);
});

test('another picture is not taken for the same', () => {
  const other = pictureOf({ x: 6, y: 11, width: 0.5625, height: 1 }, 90, 120);
  expect(findPicture(before, other).fit).toBeLessThan(0.8);
});
