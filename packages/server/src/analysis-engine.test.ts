import { fitInto } from './analysis-engine.js';

test('a picture that fits is not scaled', () => {
  expect(fitInto({ width: 640, height: 480 }, 960)).toBeUndefined();
  expect(fitInto({ width: 960, height: 960 }, 960)).toBeUndefined();
});

test('a larger picture keeps its shape, lying or standing', () => {
  expect(fitInto({ width: 1920, height: 1080 }, 960)).toEqual({ width: 960, height: 540 });
  expect(fitInto({ width: 1080, height: 1920 }, 960)).toEqual({ width: 540, height: 960 });
});

test('no side is scaled away', () => {
  expect(fitInto({ width: 10_000, height: 1 }, 100)).toEqual({ width: 100, height: 1 });
});
