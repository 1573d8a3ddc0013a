import { SceneWatch } from './scene-watch.js';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Paints a picture; `x` and `y` are shares of it. */
function painted(colourAt: (x: number, y: number) => Colour, width = 64, height = 48): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    pixels.set(colourAt((pixel % width) / width, Math.floor(pixel / width) / height), pixel * 3);
  }
  return { width, height, pixels };
}

/** A room of soft blue and grey, seen through a camera that may turn and may get more or less light. */
function room({ turned = 0, light = 1 } = {}, width?: number, height?: number): Picture {
  return painted(
    (x, y) => {
      const shade = 110 + 60 * Math.sin(9 * (x + turned)) * Math.cos(5 * y);
      return [light * shade * 0.6, light * shade * 0.8, light * shade];
    },
    width,
    height,
  );
}

const stageLight = (x: number, y: number): Colour => [Math.hypot(x - 0.5, y - 0.5) < 0.3 ? 250 : 90, 40, 10];
const stage = painted(stageLight);
const stageUpright = painted(stageLight, 48, 64);
const covered = painted(() => [3, 3, 3]);

test.each([
  ['a camera that turns fast', [room(), room({ turned: 0.35 }), room({ turned: 0.7 })]],
  ['a light that goes out and on', [room(), room({ light: 0.3 }), room()]],
  ['a picture of another size', [room(), room({}, 128, 96), room({}, 48, 64)]],
  ['a lens that is covered for a while', [room(), covered, room()]],
])('%s is no cut', (_, pictures) => {
  const scenes = new SceneWatch();
  expect(pictures.map((picture) => scenes.see(picture).scene)).toEqual(pictures.map(() => 0));
});

test('a cut gives another scene, a cut back the scene that was there', () => {
  const scenes = new SceneWatch();
  const seen = [room(), stage, stage, room(), covered, stage].map((picture) => scenes.see(picture).scene);
  expect(seen).toEqual([0, 1, 1, 0, 0, 1]);
});

test('a picture of another shape is told with the place of what was there, once', () => {
  const scenes = new SceneWatch();
  const seen = [room(), covered, room({}, 48, 64), room({}, 48, 64)].map((picture) => scenes.see(picture));
  expect(seen.map(({ scene }) => scene)).toEqual([0, 0, 0, 0]);
  expect(seen.map(({ shift }) => shift !== undefined)).toEqual([false, false, true, false]);
});

test('a picture of the same shape and another size has no shift, and neither has a cut to another shape', () => {
  const scenes = new SceneWatch();
  expect([room(), room({}, 128, 96)].map((picture) => scenes.see(picture))).toEqual([{ scene: 0 }, { scene: 0 }]);
  expect(scenes.see(stageUpright)).toEqual({ scene: 1 });
});

test('a scene is compared as it was last: it may change as far as it likes in small steps', () => {
  const scenes = new SceneWatch();
  const steps = Array.from({ length: 20 }, (_, step) => room({ turned: step / 20, light: 1 - step / 25 }));
  expect(new Set(steps.map((picture) => scenes.see(picture).scene))).toEqual(new Set([0]));
});
