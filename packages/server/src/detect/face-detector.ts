import { DEFAULT_DETECTION_TASKS, type DetectionTasks, type DetectorModule } from './detector.js';

/** What can compute face-api's nets: all give the same faces. */
export const FACE_ENGINES = ['onnx', 'tfjs', 'face-api'] as const;

/**
 * - `onnx`: ONNX Runtime, the fastest; where it cannot be loaded, `tfjs` with a warning.
 * - `tfjs`: TensorFlow.js on WebAssembly, with less to compute than in the package: for machines that ONNX Runtime is not made for.
 * - `face-api`: the package as it comes, which all else is compared with.
 */
export type FaceEngine = (typeof FACE_ENGINES)[number];

const MODULES: Readonly<Record<FaceEngine, string>> = {
  onnx: './onnx/onnx-detector.js',
  tfjs: './tfjs/tfjs-detector.js',
  'face-api': './face-api/face-api-detector.js',
};

/** Options of {@link faceDetector}. */
export interface FaceDetectorOptions {
  /** What most frames will ask for: it is loaded and tried before the detector is ready. */
  readonly tasks?: Partial<DetectionTasks>;
  /**
   * Where `onnx` keeps the nets in its own form.
   *
   * @defaultValue `webm-reassembler/nets` in the user's cache directory
   */
  readonly cacheDirectory?: string;
}

/** The detector of faces, with the engine of one's choice. */
export function faceDetector(
  engine: FaceEngine,
  { tasks = {}, cacheDirectory }: FaceDetectorOptions = {},
): DetectorModule {
  return {
    url: new URL(MODULES[engine], import.meta.url).href,
    options: {
      ...DEFAULT_DETECTION_TASKS,
      ...tasks,
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    },
  };
}
