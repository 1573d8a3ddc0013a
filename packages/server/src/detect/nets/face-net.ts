import type { DetectionTasks } from '../detector.js';
import { planAgeGender } from './age-gender.js';
import { planDenseNet, planTinyDenseNet } from './dense-blocks.js';
import { DESCRIPTOR_SIDE, planFaceDescriptor } from './face-descriptor.js';
import type { FaceWeights } from './face-weights.js';
import type { NetPlan } from './net-plan.js';
import type { SeamView } from './seam.js';
import { FACE_SIDE } from './separable.js';
import { planSsdMobilenet, SSD_SIDE } from './ssd-mobilenet.js';
import { planTinyFaceDetector } from './tiny-face-detector.js';

/** One of face-api's nets. */
export interface FaceNet {
  /** Unique, for people and for file names. */
  readonly name: string;
  /** Name of its weights in the face-api package. */
  readonly model: string;
  /** Side of the square that it looks at, in pixels. */
  readonly side: number;
  /** Whether it looks at a frame, with black below and on the right, or at one face, with black around it. */
  readonly looksAt: 'frame' | 'face';
  /** What the seams of its plan see, so that nobody has to make the plan to know. */
  readonly seams: readonly SeamView[];
  readonly plan: (weights: FaceWeights) => NetPlan;
}

/** TinyFaceDetector for one of its input sizes. */
export function tinyFaceDetector(side: DetectionTasks['inputSize']): FaceNet {
  const plan = (weights: FaceWeights): NetPlan => planTinyFaceDetector(weights, side);
  return {
    name: `tiny-${side}`,
    model: 'tiny_face_detector',
    side,
    looksAt: 'frame',
    seams: [{ step: 8, above: 6, below: 15, rows: side / 8 }],
    plan,
  };
}

export const SSD_MOBILENET: FaceNet = {
  name: 'ssd',
  model: 'ssd_mobilenetv1',
  side: SSD_SIDE,
  looksAt: 'frame',
  seams: [
    { step: 8, above: 6, below: 20, rows: 64 },
    { step: 16, above: 14, below: 44, rows: 32 },
    { step: 16, above: 46, below: 76, rows: 32 },
    { step: 16, above: 78, below: 108, rows: 32 },
  ],
  plan: planSsdMobilenet,
};

export const LANDMARKS_68 = onFace('landmarks-68', 'face_landmark_68', planDenseNet);
export const LANDMARKS_68_TINY = onFace('landmarks-68-tiny', 'face_landmark_68_tiny', planTinyDenseNet);
export const EXPRESSIONS = onFace('expressions', 'face_expression', planDenseNet);
export const AGE_GENDER = onFace('age-gender', 'age_gender', planAgeGender);
export const DESCRIPTOR: FaceNet = {
  ...onFace('descriptor', 'face_recognition', planFaceDescriptor),
  side: DESCRIPTOR_SIDE,
};

function onFace(name: string, model: string, plan: FaceNet['plan']): FaceNet {
  return { name, model, side: FACE_SIDE, looksAt: 'face', seams: [], plan };
}
