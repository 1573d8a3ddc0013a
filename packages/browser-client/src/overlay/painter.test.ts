import { expect, test } from '@jest/globals';
import { scorePlace } from './painter.js';

test('the score stands above the box', () => {
  expect(scorePlace({ left: 50, top: 100, width: 80, height: 80 }, 20)).toEqual({ left: 50, top: 74 });
});

test('the score moves inside where there is no room above, and stays in the picture', () => {
  expect(scorePlace({ left: -30, top: 10, width: 80, height: 80 }, 20)).toEqual({ left: 2, top: 16 });
  expect(scorePlace({ left: 5, top: -40, width: 80, height: 80 }, 20)).toEqual({ left: 5, top: 2 });
});
