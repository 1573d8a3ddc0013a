import { expect, test } from '@jest/globals';
import { placeAbove, placeBelow } from './label-place.js';

const overlay = { width: 300, height: 200 };
const label = { width: 40, height: 20 };
const box = { left: 50, top: 100, width: 60, height: 60 };

test('the score stands above the box, and what is said of the face below', () => {
  expect(placeAbove(box, label, overlay)).toEqual({ left: 50, top: 74 });
  expect(placeBelow(box, label, overlay)).toEqual({ left: 50, top: 166 });
});

test('a label moves inside where there is no room, and stays in the picture', () => {
  expect(placeAbove({ ...box, left: -30, top: 10 }, label, overlay)).toEqual({ left: 2, top: 16 });
  expect(placeAbove({ ...box, top: -40 }, label, overlay)).toEqual({ left: 50, top: 2 });
  expect(placeBelow({ ...box, top: 130 }, label, overlay)).toEqual({ left: 50, top: 164 });
  expect(placeBelow({ ...box, top: 180 }, label, overlay)).toEqual({ left: 50, top: 178 });
});

test('a label that is wider than its box is not cut off at the right', () => {
  expect(placeBelow({ ...box, left: 230 }, { ...label, width: 120 }, overlay).left).toBe(178);
});
