import type { Detection } from '@webm-reassembler/protocol';
import type { Frame } from '../frames/frame.js';

/** Sides of the square, in pixels, that the `tiny` model can look at. Each is a multiple of its grid of 32 pixels. */
export const INPUT_SIZES = [224, 320, 416, 512, 608] as const;

/** What to look for in a frame. Streams differ in it, so it comes with each frame. */
export interface DetectionTasks {
  /** face-api's TinyFaceDetector, or its SSD MobileNet v1, which is surer and takes several times as long. */
  readonly model: 'tiny' | 'ssd';
  /** Side of the square, in pixels, that `tiny` scales the frame into. Larger finds smaller faces. `ssd` has its own, 512. */
  readonly inputSize: (typeof INPUT_SIZES)[number];
  /** Least score that counts as a face, between 0 and 1. */
  readonly scoreThreshold: number;
  /** Faces to look at further and to report, at most: those with the best scores. */
  readonly maxFaces: number;
  /** The net that finds 68 points in each face: the whole one, or the small one that is quicker and less exact. */
  readonly landmarks: 'none' | '68' | '68-tiny';
  readonly expressions: boolean;
  readonly ageAndGender: boolean;
  /** 128 numbers that tell one person from another: biometric data. Needs landmarks, and finds them where `landmarks` is `none`. */
  readonly descriptors: boolean;
}

/** What is looked for where nobody asks for anything else. */
export const DEFAULT_DETECTION_TASKS: DetectionTasks = {
  model: 'tiny',
  inputSize: 416,
  scoreThreshold: 0.4,
  maxFaces: 16,
  landmarks: 'none',
  expressions: false,
  ageAndGender: false,
  descriptors: false,
};

/**
 * Finds things in frames. One detector works on one frame at a time and lives in a worker of its own.
 *
 * Anything can stand behind this: face-api, another engine for the same models, or a detector of one's own.
 */
export interface Detector {
  /** Name of what does the work, for people and for metrics, for example `face-api on tfjs-wasm`. */
  readonly engine: string;
  /** For people, to be logged once: why this is not what was asked for, where it is not. */
  readonly warning?: string;
  /**
   * Looks at one frame.
   *
   * @param frame its pixels may be read until the promise settles, and must not be written to
   * @param tasks what to look for; a detector of one's own may look for something else
   * @param stream number of the stream that the frame is of, for detectors that remember: its frames come in order, but
   * with several workers each gets only some of them
   * @returns what was found, best score first; an empty list where nothing was found
   */
  detect(frame: Frame, tasks: DetectionTasks, stream: number): Promise<readonly Detection[]>;
  /** Gives back what the detector holds. Called once, when no `detect` is in progress. */
  close?(): Promise<void>;
}

/** What the module of a detector exports under the name `createDetector`. Called once in each worker. */
export type CreateDetector = (options: DetectorModuleOptions) => Promise<Detector>;

/** Options of a detector: plain values, for they travel to the worker. */
export type DetectorModuleOptions = Readonly<Record<string, string | number | boolean>>;

/** Which detector to run: a module that exports {@link CreateDetector} as `createDetector`, and the options for it. */
export interface DetectorModule {
  /** URL of the module, `file:` for a file. */
  readonly url: string;
  readonly options: DetectorModuleOptions;
}
