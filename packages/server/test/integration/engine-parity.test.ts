/**
 * The promise of every engine: the same pixels give what the face-api package gives. The package is slow, so all of it is
 * computed once, in one process of plain Node; jest's own realm is one that ONNX Runtime does not accept numbers from.
 */
import type { Detection, Point } from '@webm-reassembler/protocol';
import { type ComparedPicture, compareEngines, type Compared } from './engine-comparison.js';
import { fixturePictures, GEOMETRIES, photographs } from './face-pictures.js';
import { areaAroundLandmarks, areaForDescriptor } from '../../src/detect/faces/alignment.js';
import { wholePixels } from '../../src/detect/faces/area.js';
import type { DetectionTasks } from '../../src/detect/index.js';

const MINUTES = 60_000;

/** A score so near to the threshold that rounding decides whether there is a face at all. */
const NEAR_THRESHOLD = 1e-4;

/**
 * face-api cuts whole pixels out of the frame: where an edge is a ten-thousandth of a pixel beside a whole number, rounding
 * decides which, and the nets for a face do not get the same pixels. It happens with one face in two hundred.
 */
const MAX_SHARE_CUT_OTHERWISE = 0.03;

const plain = { landmarks: 'none', expressions: false, ageAndGender: false, descriptors: false } as const;
const everything = { landmarks: '68', expressions: true, ageAndGender: true, descriptors: true } as const;
const tiny = {
  model: 'tiny',
  scoreThreshold: 0.4,
  maxFaces: 1000,
  inputSize: 416,
  ...plain,
} as const satisfies DetectionTasks;

const TASKS = {
  'tiny 416 and all nets for a face': { ...tiny, ...everything },
  'tiny 416': tiny,
  'tiny 320 and the tiny landmarks': { ...tiny, inputSize: 320, landmarks: '68-tiny' },
  'tiny 224, expressions and age without landmarks': { ...tiny, inputSize: 224, expressions: true, ageAndGender: true },
  ssd: { ...tiny, model: 'ssd', scoreThreshold: 0.5 },
} as const satisfies Readonly<Record<string, DetectionTasks>>;

type TasksName = keyof typeof TASKS;

const inFull: readonly TasksName[] = [
  'tiny 416 and all nets for a face',
  'tiny 320 and the tiny landmarks',
  'tiny 224, expressions and age without landmarks',
  'ssd',
];
const detectionOnly: readonly TasksName[] = ['tiny 416', ...inFull.slice(1)];

/** The nets for a face see crops of all sizes in two geometries already. */
const tasksFor = (geometry: string): readonly TasksName[] =>
  geometry === '640x480' || geometry === '480x640' ? inFull : detectionOnly;

let compared: readonly ComparedPicture<TasksName>[] = [];

beforeAll(() => {
  const photos = GEOMETRIES.flatMap((geometry) =>
    photographs(geometry, tasksFor(`${geometry.width}x${geometry.height}`)),
  );
  const [first, later] = fixturePictures();
  const recorded = [
    ...first.map((picture) => ({ ...picture, tasks: inFull })),
    ...later.map((picture) => ({ ...picture, tasks: ['tiny 416', ...inFull.slice(1, 3)] as const })),
  ];
  compared = compareEngines([...photos, ...recorded], TASKS);
}, 15 * MINUTES);

describe.each(['onnx', 'tfjs'] as const)('the engine %s', (engine) => {
  describe.each(Object.keys(TASKS) as readonly TasksName[])('%s', (name) => {
    const each = (): readonly (Compared & ComparedPicture<TasksName>)[] =>
      compared
        .filter(({ tasks }) => tasks === name)
        .map((picture) => ({ ...picture, ...picture.of(engine, TASKS[name].scoreThreshold, NEAR_THRESHOLD) }));

    test('finds the same faces in the same order, to a hundredth of a pixel and a score of 0.0001', () => {
      expect(each().flatMap(({ expected }) => expected).length).toBeGreaterThan(25);
      for (const { title, width, height, found, expected } of each()) {
        expect({ title, faces: found.length }).toEqual({ title, faces: expected.length });
        const size = { width, height };
        expectNear(
          found.flatMap((face) => edges(face, size)),
          expected.flatMap((face) => edges(face, size)),
          0.01,
        );
        expectNear(scores(found), scores(expected), 1e-4);
      }
    });

    test('reads what the net gave from the same numbers, to a thousandth', () => {
      for (const { gridDifference } of each()) expect(gridDifference).toBeLessThanOrEqual(1e-3);
    });

    test('finds the same in each face: points to 0.01 pixel, probabilities to 0.0001, age to 0.01 years, descriptor to 0.00001', () => {
      const pairs = each().flatMap(({ width, height, found, expected }) =>
        found.map((face, index) => ({ face, other: expected[index], size: { width, height } })),
      );
      const same = pairs.filter(({ face, other, size }) => isCutAlike(face, other, size));
      expect(same.length).toBeGreaterThanOrEqual(pairs.length * (1 - MAX_SHARE_CUT_OTHERWISE));
      for (const { face, other = face, size } of same) {
        expectNear(points(face, size), points(other, size), 0.01);
        expectNear(probabilities(face), probabilities(other), 1e-4);
        expectNear(ages(face), ages(other), 0.01);
        expectNear(descriptor(face), descriptor(other), 1e-5);
        expect(face.gender).toBe(other.gender);
      }
    });
  });
});

test('every net was looked at', () => {
  const faces = compared.flatMap((picture) => picture.of('onnx', 0.4, 0).expected);
  expect(faces.filter(({ landmarks }) => landmarks?.length === 68).length).toBeGreaterThan(50);
  expect(faces.filter(({ expressions }) => expressions !== undefined).length).toBeGreaterThan(50);
  expect(faces.filter(({ age, gender }) => age !== undefined && gender !== undefined).length).toBeGreaterThan(50);
  expect(faces.filter((face) => face.descriptor?.length === 128).length).toBeGreaterThan(25);
});

/** Whether the nets for a face were given the same pixels. */
function isCutAlike(face: Detection, other: Detection | undefined, size: Size): boolean {
  return other !== undefined && JSON.stringify(cutOut(face, size)) === JSON.stringify(cutOut(other, size));
}

function cutOut(face: Detection, size: Size): readonly unknown[] {
  const { x, y, width, height } = face.box;
  const box = { x: x * size.width, y: y * size.height, width: width * size.width, height: height * size.height };
  const seen = wholePixels(box, size);
  if (face.landmarks === undefined || seen === undefined) return [seen];
  const marks = { points: face.landmarks.map((point) => inPixels(point, size)), seen };
  return [seen, wholePixels(areaAroundLandmarks(marks), size), wholePixels(areaForDescriptor(marks), size)];
}

function inPixels({ x, y }: Point, { width, height }: Size): Point {
  return { x: x * width, y: y * height };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function edges({ box: { x, y, width, height } }: Detection, size: Size): readonly number[] {
  return [x * size.width, y * size.height, (x + width) * size.width, (y + height) * size.height];
}

function points({ landmarks = [] }: Detection, size: Size): readonly number[] {
  return landmarks.map((point) => inPixels(point, size)).flatMap(({ x, y }) => [x, y]);
}

function scores(faces: readonly Detection[]): readonly number[] {
  return faces.map(({ score }) => score);
}

function probabilities({ expressions, genderProbability }: Detection): readonly number[] {
  const { neutral, happy, sad, angry, fearful, disgusted, surprised } = expressions ?? {};
  return [neutral, happy, sad, angry, fearful, disgusted, surprised, genderProbability].filter(
    (probability) => probability !== undefined,
  );
}

function ages({ age }: Detection): readonly number[] {
  return age === undefined ? [] : [age];
}

function descriptor({ descriptor: numbers = [] }: Detection): readonly number[] {
  return numbers;
}

/** One `expect` for all numbers: a million of them would take longer than the nets. */
function expectNear(actual: readonly number[], expected: readonly number[], within: number): void {
  expect(actual).toHaveLength(expected.length);
  const differences = actual.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN)));
  const largest = differences.reduce((most, difference) => (difference <= most ? most : difference), 0);
  expect(largest).toBeLessThanOrEqual(within);
}
