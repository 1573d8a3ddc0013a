/**
 * face-api's chain of nets over one frame:
 *
 * ```
 * frame -> tiny or SSD -> boxes -+-> landmarks -> aligned part -+-> expressions
 *                                |                              '-> age and gender
 *                                |             -> part for dlib ---> descriptor
 *                                '-> without landmarks: the box itself -> expressions, age and gender
 * ```
 */
import type { Detection, FaceExpressions } from '@webm-reassembler/protocol';
import type { Frame, PictureSize } from '../../frames/frame.js';
import type { DetectionTasks } from '../detector.js';
import { DESCRIPTOR_LENGTH } from '../nets/face-descriptor.js';
import {
  AGE_GENDER,
  DESCRIPTOR,
  EXPRESSIONS,
  type FaceNet,
  LANDMARKS_68,
  LANDMARKS_68_TINY,
  SSD_MOBILENET,
  tinyFaceDetector,
} from '../nets/face-net.js';
import { ssdPriors } from '../nets/ssd-priors.js';
import { areaAroundLandmarks, areaForDescriptor } from './alignment.js';
import { type Area, wholeOf, wholePixels } from './area.js';
import type { FoundFace } from './found-face.js';
import { type Landmarks, readLandmarks } from './landmarks.js';
import type { NetEngine, NetOutputs } from './net-engine.js';
import { ssdBoxes } from './ssd-boxes.js';
import { tinyBoxes } from './tiny-boxes.js';

/** Finds faces and what the tasks ask about them. */
export class FaceChain {
  readonly #engine: NetEngine;

  constructor(engine: NetEngine) {
    this.#engine = engine;
  }

  async detect(frame: Frame, tasks: DetectionTasks): Promise<readonly Detection[]> {
    const faces = tasks.model === 'tiny' ? await this.#findByTiny(frame, tasks) : await this.#findBySsd(frame, tasks);
    return this.#describe(faces.slice(0, tasks.maxFaces), frame, tasks);
  }

  /** Loads all nets of some tasks and runs each once, whether or not a face is there. */
  async tryOut(frame: Frame, tasks: DetectionTasks): Promise<void> {
    await this.detect(frame, tasks);
    await this.#describe([{ score: 1, box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } }], frame, tasks);
  }

  async #findByTiny(frame: Frame, { inputSize, scoreThreshold }: DetectionTasks): Promise<readonly FoundFace[]> {
    const [[grid = new Float32Array()] = []] = await this.#engine.run(tinyFaceDetector(inputSize), frame, [
      wholeOf(frame),
    ]);
    return tinyBoxes({ grid, side: inputSize, frame, scoreThreshold });
  }

  async #findBySsd(frame: Frame, { scoreThreshold }: DetectionTasks): Promise<readonly FoundFace[]> {
    const [outputs = []] = await this.#engine.run(SSD_MOBILENET, frame, [wholeOf(frame)]);
    return ssdBoxes({ outputs, priors: ssdPriors(), frame, scoreThreshold });
  }

  /** Each net looks at all faces before the next one does. */
  async #describe(faces: readonly FoundFace[], frame: Frame, tasks: DetectionTasks): Promise<readonly Detection[]> {
    const boxes = faces.map(({ box }) => inPixels(box, frame));
    const isMarked = tasks.landmarks !== 'none' || tasks.descriptors;
    const landmarks = isMarked ? await this.#landmarks(boxes, frame, tasks) : [];
    const aligned = partsOf(
      boxes.map((box, index) => (landmarks[index] === undefined ? box : areaAroundLandmarks(landmarks[index]))),
      frame,
    );
    const forDescriptor = partsOf(
      landmarks.map((marks) => marks && areaForDescriptor(marks)),
      frame,
    );
    const expressions = tasks.expressions ? await this.#look(EXPRESSIONS, aligned, frame) : [];
    const ages = tasks.ageAndGender ? await this.#look(AGE_GENDER, aligned, frame) : [];
    const descriptors = tasks.descriptors ? await this.#look(DESCRIPTOR, forDescriptor, frame) : [];
    return faces.map((face, index) => ({
      ...face,
      ...(tasks.landmarks === 'none' ? {} : readMarks(landmarks[index], frame)),
      ...readExpressions(expressions[index]),
      ...readAgeAndGender(ages[index]),
      ...(landmarks[index] === undefined || !tasks.descriptors ? {} : readDescriptor(descriptors[index])),
    }));
  }

  async #landmarks(
    faces: readonly Area[],
    frame: Frame,
    tasks: DetectionTasks,
  ): Promise<readonly (Landmarks | undefined)[]> {
    const parts = partsOf(faces, frame);
    const outputs = await this.#look(tasks.landmarks === '68-tiny' ? LANDMARKS_68_TINY : LANDMARKS_68, parts, frame);
    return faces.map((face, index) => {
      const [seen, numbers] = [parts.ofEach[index], outputs[index]?.[0]];
      return seen === undefined || numbers === undefined ? undefined : readLandmarks(numbers, seen, face);
    });
  }

  /** For each face the net's outputs; `undefined` where no pixel of it is in the frame. */
  async #look(net: FaceNet, { ofEach, inFrame }: Parts, frame: Frame): Promise<readonly (NetOutputs | undefined)[]> {
    const outputs = inFrame.length === 0 ? [] : [...(await this.#engine.run(net, frame, inFrame))];
    return ofEach.map((part) => (part === undefined ? undefined : outputs.shift()));
  }
}

/** The parts of a frame in which faces are. */
interface Parts {
  /** For each face its whole pixels; `undefined` where none is in the frame. */
  readonly ofEach: readonly (Area | undefined)[];
  /** Those that there are. */
  readonly inFrame: readonly Area[];
}

function partsOf(areas: readonly (Area | undefined)[], frame: PictureSize): Parts {
  const ofEach = areas.map((area) => area && wholePixels(area, frame));
  return { ofEach, inFrame: ofEach.filter((part) => part !== undefined) };
}

function readMarks(landmarks: Landmarks | undefined, frame: PictureSize): Partial<Detection> {
  return landmarks === undefined ? {} : { landmarks: inShares(landmarks, frame) };
}

function readExpressions([numbers]: NetOutputs = []): Partial<Detection> {
  return numbers === undefined ? {} : { expressions: asExpressions(softmax(numbers)) };
}

function readAgeAndGender([ages, genders]: NetOutputs = []): Partial<Detection> {
  if (ages?.[0] === undefined || genders === undefined) return {};
  const [male = 0] = softmax(genders);
  return { age: ages[0], gender: male > 0.5 ? 'male' : 'female', genderProbability: Math.max(male, 1 - male) };
}

/** Zeros, as face-api has it, where no pixel was there to look at. */
function readDescriptor([numbers = new Float32Array(DESCRIPTOR_LENGTH)]: NetOutputs = []): Partial<Detection> {
  return { descriptor: [...numbers] };
}

function inPixels({ x, y, width, height }: FoundFace['box'], frame: PictureSize): Area {
  return { x: x * frame.width, y: y * frame.height, width: width * frame.width, height: height * frame.height };
}

function inShares({ points }: Landmarks, { width, height }: PictureSize): NonNullable<Detection['landmarks']> {
  return points.map(({ x, y }) => ({ x: x / width, y: y / height }));
}

function softmax(numbers: Float32Array): readonly number[] {
  const largest = Math.max(...numbers);
  const powers = Array.from(numbers, (number) => Math.exp(number - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function asExpressions(probabilities: readonly number[]): FaceExpressions {
  const [neutral = 0, happy = 0, sad = 0, angry = 0, fearful = 0, disgusted = 0, surprised = 0] = probabilities;
  return { neutral, happy, sad, angry, fearful, disgusted, surprised };
}
