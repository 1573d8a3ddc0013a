import type { DrawingContext } from './canvas-package.js';
import { drawDetections } from './draw-detections.js';

interface Drawn {
  readonly rectangles: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
  readonly texts: string[];
}

/** Remembers rectangles and texts; a letter is 8 pixels wide. */
function drawingContext(): DrawingContext & Drawn {
  const drawn: Drawn = { rectangles: [], texts: [] };
  const nothing = (): void => undefined;
  return {
    ...drawn,
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 0,
    lineJoin: 'round',
    font: '',
    textBaseline: 'middle',
    putImageData: nothing,
    beginPath: nothing,
    roundRect: (x, y, width, height) => void drawn.rectangles.push({ x, y, width, height }),
    fill: nothing,
    stroke: nothing,
    fillText: (text) => void drawn.texts.push(text),
    measureText: (text) => ({ width: text.length * 8 }),
  };
}

const picture = { width: 320, height: 240 };

test('a box is drawn at its place in pixels, with the score in percent above it', () => {
  const context = drawingContext();
  drawDetections(context, picture, [{ score: 0.876, box: { x: 0.25, y: 0.5, width: 0.5, height: 0.25 } }]);
  const [box, label] = context.rectangles;
  expect(box).toEqual({ x: 80, y: 120, width: 160, height: 60 });
  expect(context.texts).toEqual(['88 %']);
  expect((label?.y ?? 0) + (label?.height ?? 0)).toBeLessThanOrEqual(120);
});

test.each([
  ['left and top', { x: -0.5, y: -0.5, width: 0.7, height: 0.7 }],
  ['right and bottom', { x: 0.8, y: 0.8, width: 0.9, height: 0.9 }],
  ['every side', { x: -1, y: -1, width: 3, height: 3 }],
])('a box that reaches outside at %s is drawn inside, and so is its label', (_side, box) => {
  const context = drawingContext();
  drawDetections(context, picture, [{ score: 0.5, box }]);
  for (const { x, y, width, height } of context.rectangles) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(picture.width);
    expect(y + height).toBeLessThanOrEqual(picture.height);
  }
  expect(context.rectangles).toHaveLength(2);
});

test('a picture without detections stays as it is', () => {
  const context = drawingContext();
  drawDetections(context, picture, []);
  expect(context.rectangles).toEqual([]);
});
