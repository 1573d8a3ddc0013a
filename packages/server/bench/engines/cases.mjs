import { DEFAULT_DETECTION_TASKS } from '../../dist/detect/index.js';

/** @import { DetectionTasks } from '../../dist/detect/index.js' */

/**
 * One thing to measure.
 *
 * @typedef {object} EngineCase
 * @property {string} title
 * @property {readonly [width: number, height: number]} size Of the frames.
 * @property {DetectionTasks} tasks
 * @property {number} rounds Times that each photograph is looked at.
 * @property {Readonly<Record<string, number>>} goals How many times as fast as the package an engine should be.
 */

const everything = /** @type {const} */ ({
  landmarks: '68-tiny',
  expressions: true,
  ageAndGender: true,
  descriptors: true,
});

/**
 * @param {DetectionTasks['inputSize']} inputSize
 * @returns {DetectionTasks}
 */
const tiny = (inputSize) => ({ ...DEFAULT_DETECTION_TASKS, model: 'tiny', inputSize, scoreThreshold: 0.4 });

/** @type {readonly EngineCase[]} */
export const CASES = [
  { title: 'tiny 416, 640x480', size: [640, 480], tasks: tiny(416), rounds: 5, goals: { onnx: 10, tfjs: 3 } },
  {
    title: 'tiny 416, scaled by ffmpeg to 416x312',
    size: [416, 312],
    tasks: tiny(416),
    rounds: 5,
    goals: { onnx: 12 },
  },
  { title: 'tiny 416, 1280x720', size: [1280, 720], tasks: tiny(416), rounds: 3, goals: {} },
  { title: 'tiny 224, 640x480', size: [640, 480], tasks: tiny(224), rounds: 4, goals: {} },
  { title: 'tiny 320, 640x480', size: [640, 480], tasks: tiny(320), rounds: 4, goals: {} },
  { title: 'tiny 512, 640x480', size: [640, 480], tasks: tiny(512), rounds: 2, goals: {} },
  { title: 'tiny 608, 640x480', size: [640, 480], tasks: tiny(608), rounds: 2, goals: {} },
  {
    title: 'SSD MobileNet v1, 640x480',
    size: [640, 480],
    tasks: { ...tiny(416), model: 'ssd', scoreThreshold: 0.5 },
    rounds: 3,
    goals: { onnx: 6.5 },
  },
  {
    title: 'five nets: tiny 416, tiny landmarks, expressions, age and gender, descriptors; 2 to 5 faces in 640x480',
    size: [640, 480],
    tasks: { ...tiny(416), ...everything },
    rounds: 3,
    goals: { onnx: 8 },
  },
];
