import { expect, test } from '@jest/globals';
import { boxRect, canvasSize, pictureRect, readObjectFit } from './geometry.js';

const element = { width: 400, height: 400 };
const picture = { width: 640, height: 480 };

test.each([
  ['contain', { left: 0, top: 50, width: 400, height: 300 }],
  ['cover', { left: -66.66666666666669, top: 0, width: 533.3333333333334, height: 400 }],
  ['fill', { left: 0, top: 0, width: 400, height: 400 }],
  ['none', { left: -120, top: -40, width: 640, height: 480 }],
  ['scale-down', { left: 0, top: 50, width: 400, height: 300 }],
] as const)('object-fit %s puts the picture where the browser does', (fit, expected) => {
  expect(pictureRect(element, picture, fit)).toEqual(expected);
});

test('scale-down never enlarges', () => {
  expect(pictureRect(element, { width: 100, height: 100 }, 'scale-down')).toEqual({
    left: 150,
    top: 150,
    width: 100,
    height: 100,
  });
});

test('a video without a size yet has an empty picture', () => {
  expect(pictureRect(element, { width: 0, height: 0 }, 'contain')).toEqual({ left: 0, top: 0, width: 0, height: 0 });
});

test('a box is a share of the picture, not of the element', () => {
  const rect = boxRect(
    { x: 0.25, y: 0.5, width: 0.5, height: 0.25 },
    { left: 0, top: 50, width: 400, height: 300 },
    false,
  );
  expect(rect).toEqual({ left: 100, top: 200, width: 200, height: 75 });
});

test('mirroring moves a box to the other side and keeps its size', () => {
  const whole = { left: 10, top: 0, width: 100, height: 100 };
  const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
  const rect = boxRect(box, whole, true);
  expect(rect.left).toBeCloseTo(70);
  expect(rect).toMatchObject({ width: 30, height: 40 });
});

test('a canvas has one pixel for each of the screen', () => {
  expect(canvasSize({ width: 333.3, height: 100 }, 1.5)).toEqual({ width: 500, height: 150 });
});

test('an unknown object-fit is the initial one', () => {
  expect(readObjectFit('cover')).toBe('cover');
  expect(readObjectFit('')).toBe('contain');
});
