import { DEFAULT_DETECTION_TASKS, INPUT_SIZES } from '../detect/detector.js';
import { FACE_ENGINES } from '../detect/face-detector.js';
import { OPTIONAL_TASKS } from '../live/analysis-limits.js';
import {
  choiceKey,
  integerChoiceKey,
  integerKey,
  listKey,
  numberKey,
  optionalIntegerKey,
  optionalTextKey,
} from './key.js';

/** Keys about what is looked for in frames, how often, and by whom. */
export const ANALYSIS_KEYS = {
  analysedFps: numberKey({
    flag: 'analysed-fps',
    defaultValue: 10,
    min: 0,
    max: 120,
    description:
      'Frames per second to analyse of a stream that does not ask for another rate. Fewer are while the machine is full.',
  }),
  maxAnalysedFps: numberKey({
    flag: 'max-analysed-fps',
    defaultValue: 30,
    min: 0,
    max: 120,
    description: 'Most frames per second that a stream may ask to have analysed.',
  }),
  maxAnalysedSide: integerKey({
    flag: 'max-analysed-side',
    defaultValue: 960,
    min: 64,
    max: 8192,
    description:
      'Longer side of the frames that go to the detector and into snapshots; larger pictures are scaled down to it.',
  }),
  maxFaces: integerKey({
    flag: 'max-faces',
    defaultValue: DEFAULT_DETECTION_TASKS.maxFaces,
    min: 1,
    max: 1000,
    description: 'Faces of one frame that are looked at further and reported, at most: those with the best scores.',
  }),
  maxDecodeLagMs: integerKey({
    flag: 'max-decode-lag-ms',
    defaultValue: 1000,
    min: 100,
    max: 600_000,
    description:
      'How late frames may come out of the decoder. Where all do for as long again, what waits is left out, up to the next random access point.',
  }),
  allowedTasks: listKey({
    flag: 'allowed-tasks',
    defaultValue: OPTIONAL_TASKS,
    allowed: `any of ${OPTIONAL_TASKS.join(', ')}, separated by commas`,
    accepts: (item) => OPTIONAL_TASKS.some((task) => task === item),
    description: 'What a stream may ask for beside finding faces with the tiny model. Descriptors are biometric data.',
  }),
  detector: optionalTextKey({
    flag: 'detector',
    defaultValue: undefined,
    allowed: 'path of a module that exports createDetector',
    description: 'A detector of your own in place of the face detector: see your-own-detector.md.',
  }),
  detectorIsolation: choiceKey({
    flag: 'detector-isolation',
    defaultValue: 'auto',
    choices: ['auto', 'thread', 'process'],
    description:
      'Whether a detector runs in a thread, which costs no copy of its frames, or in a process, which may crash or hang. auto: your own detector in a process, the face detector in threads.',
  }),
  detectorWorkers: optionalIntegerKey({
    flag: 'detector-workers',
    defaultValue: undefined,
    min: 1,
    max: 64,
    description:
      'Workers that look at frames, shared by all streams. Without it: one for each core on Linux, where they step back behind decoding; elsewhere one less; for a detector of your own: one.',
  }),
  detectTimeoutMs: integerKey({
    flag: 'detect-timeout-ms',
    defaultValue: 20_000,
    min: 100,
    max: 600_000,
    description: 'How long a detector may take over one frame before the frame is given up and its worker replaced.',
  }),
  detectorEngine: choiceKey({
    flag: 'detector-engine',
    defaultValue: 'onnx',
    choices: FACE_ENGINES,
    description:
      'What computes the nets of face-api. `tfjs` takes the place of `onnx` by itself where onnxruntime-node cannot be loaded; `face-api` is the package as it comes, the slowest.',
  }),
  netCacheDirectory: optionalTextKey({
    flag: 'net-cache-directory',
    defaultValue: undefined,
    allowed: 'path of a directory',
    description:
      'Where the nets are kept in the form that `onnx` reads; it can be made again. Without it: `webm-reassembler/nets` in the cache directory of the user.',
  }),
  detectorInputSize: integerChoiceKey({
    flag: 'detector-input-size',
    defaultValue: DEFAULT_DETECTION_TASKS.inputSize,
    choices: INPUT_SIZES,
    description:
      'Side of the square that the detector looks at, in pixels. Larger finds smaller faces and takes longer.',
  }),
  maxDetectorInputSize: integerChoiceKey({
    flag: 'max-detector-input-size',
    defaultValue: 608,
    choices: INPUT_SIZES,
    description: 'Largest --detector-input-size that a stream may ask for.',
  }),
  scoreThreshold: numberKey({
    flag: 'score-threshold',
    defaultValue: DEFAULT_DETECTION_TASKS.scoreThreshold,
    min: 0.01,
    max: 0.99,
    description: 'Least score of a detection. Lower finds more faces and more that are none.',
  }),
} as const;
