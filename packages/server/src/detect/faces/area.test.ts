import { overlap, wholePixels } from './area.js';

const frame = { width: 100, height: 50 };

test.each([
  {
    title: 'position and size are rounded down, each by itself',
    area: [10.9, 5.9, 20.9, 10.2],
    whole: [10, 5, 20, 10],
  },
  {
    title: 'what is beside the frame on the left and above is cut off',
    area: [-5.5, -2, 20, 10],
    whole: [0, 0, 14, 8],
  },
  {
    title: 'what is beside the frame on the right and below is cut off',
    area: [90.5, 45, 20, 10],
    whole: [90, 45, 9, 5],
  },
])('$title', ({ area: [x = 0, y = 0, width = 0, height = 0], whole }) => {
  const [left, top, wide, high] = whole;
  const expected = { x: left, y: top, width: wide, height: high };
  expect(wholePixels({ x, y, width, height }, frame)).toEqual(expected);
});

test.each([
  { title: 'beside the frame', area: { x: 120, y: 0, width: 10, height: 10 } },
  { title: 'thinner than a pixel', area: { x: 10, y: 10, width: 0.9, height: 10 } },
])('there are no pixels $title', ({ area }) => {
  expect(wholePixels(area, frame)).toBeUndefined();
});

test('the overlap of two areas is their common part over both', () => {
  const square = { x: 0, y: 0, width: 2, height: 2 };
  expect(overlap(square, square)).toBe(1);
  expect(overlap(square, { ...square, x: 1 })).toBeCloseTo(1 / 3);
  expect(overlap(square, { ...square, x: 2 })).toBe(0);
});
