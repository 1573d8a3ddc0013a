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
import type { NetEngine } from './net-engine.js';
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
    const detections: Detection[] = [];
    // One after another: the engine has one thread.
    for (const face of faces.slice(0, tasks.maxFaces))
      detections.push({ ...face, ...(await this.#describe(face, frame, tasks)) });
    return detections;
  }

  /** Loads all nets of some tasks and runs each once, whether or not a face is there. */
  async tryOut(frame: Frame, tasks: DetectionTasks): Promise<void> {
    await this.detect(frame, tasks);
    await this.#describe({ score: 1, box: { x: 0.25, y: 0.25, width: 0.5, height: 0.5 } }, frame, tasks);
  }

  async #findByTiny(frame: Frame, { inputSize, scoreThreshold }: DetectionTasks): Promise<readonly FoundFace[]> {
    const [grid = new Float32Array()] = await this.#engine.run(tinyFaceDetector(inputSize), frame, wholeOf(frame));
    return tinyBoxes({ grid, side: inputSize, frame, scoreThreshold });
  }

  async #findBySsd(frame: Frame, { scoreThreshold }: DetectionTasks): Promise<readonly FoundFace[]> {
    const outputs = await this.#engine.run(SSD_MOBILENET, frame, wholeOf(frame));
    return ssdBoxes({ outputs, priors: ssdPriors(), frame, scoreThreshold });
  }

  async #describe({ box }: FoundFace, frame: Frame, tasks: DetectionTasks): Promise<Partial<Detection>> {
    const face = inPixels(box, frame);
    const landmarks =
      tasks.landmarks === 'none' && !tasks.descriptors ? undefined : await this.#landmarks(face, frame, tasks);
    const aligned = landmarks === undefined ? face : areaAroundLandmarks(landmarks);
    return {
      ...(landmarks === undefined || tasks.landmarks === 'none' ? {} : { landmarks: inShares(landmarks, frame) }),
      ...(tasks.expressions ? await this.#expressions(aligned, frame) : {}),
      ...(tasks.ageAndGender ? await this.#ageAndGender(aligned, frame) : {}),
      ...(tasks.descriptors && landmarks !== undefined ? await this.#descriptor(landmarks, frame) : {}),
    };
  }

  async #landmarks(face: Area, frame: Frame, tasks: DetectionTasks): Promise<Landmarks | undefined> {
    const seen = wholePixels(face, frame);
    if (seen === undefined) return undefined;
    const net = tasks.landmarks === '68-tiny' ? LANDMARKS_68_TINY : LANDMARKS_68;
    const [numbers = new Float32Array()] = await this.#engine.run(net, frame, seen);
    return readLandmarks(numbers, seen, face);
  }

  async #expressions(area: Area, frame: Frame): Promise<Partial<Detection>> {
    const [numbers] = await this.#look(EXPRESSIONS, area, frame);
    return numbers === undefined ? {} : { expressions: asExpressions(softmax(numbers)) };
  }

  async #ageAndGender(area: Area, frame: Frame): Promise<Partial<Detection>> {
    const [ages, genders] = await this.#look(AGE_GENDER, area, frame);
    if (ages?.[0] === undefined || genders === undefined) return {};
    const [male = 0] = softmax(genders);
    const gender = male > 0.5 ? 'male' : 'female';
    return { age: ages[0], gender, genderProbability: Math.max(male, 1 - male) };
  }

  async #descriptor(landmarks: Landmarks, frame: Frame): Promise<Partial<Detection>> {
    const [numbers = new Float32Array(DESCRIPTOR_LENGTH)] = await this.#look(
      DESCRIPTOR,
      areaForDescriptor(landmarks),
      frame,
    );
    return { descriptor: [...numbers] };
  }

  /** Nothing, where no pixel of the area is in the frame. */
  async #look(net: FaceNet, area: Area, frame: Frame): Promise<readonly Float32Array[]> {
    const seen = wholePixels(area, frame);
    return seen === undefined ? [] : this.#engine.run(net, frame, seen);
  }
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
