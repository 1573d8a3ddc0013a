/**
 * What each model, size and threshold finds and invents, and what it costs: the table in docs/detection.md.
 *
 * `npm run detector-table [-- --share X] [--print]`
 *
 * Faces: what SSD at 0.5 finds in the clean views. Found: at an overlap of 0.3, in clean and spoilt views alike. False
 * alarms: views without a face in which something is found.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../../../webm-reassembler/bench/measure/median.mjs';
import { Progress } from '../../../webm-reassembler/bench/progress.mjs';
import { describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { DEFAULT_DETECTION_TASKS, INPUT_SIZES } from '../../dist/detect/index.js';
import { createDetector } from '../../dist/detect/onnx/onnx-detector.js';
import {
  filtered,
  largePhotographs,
  placesAroundFaces,
  placesWithoutFaces,
  SPOILERS,
  turned,
  viewsAt,
} from './pictures.mjs';
import { facesFound } from './score.mjs';

/**
 * @import { Box, Detection } from '@webm-reassembler/protocol'
 * @import { DetectionTasks } from '../../dist/detect/index.js'
 * @import { Frame } from '../../dist/frames/frame.js'
 *
 * @typedef {{ readonly frame: Frame, readonly faces: readonly Box[] }} Judged A view, and where its faces are.
 * @typedef {{ readonly faces: number, readonly found: number }} Recall
 */

const DOCUMENT = fileURLToPath(new URL('../../../../docs/detection.md', import.meta.url));
const VIEWS = 50;
const FACE_FREE_VIEWS = 240;
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6];
/** Lower than any threshold of the table, so that one look serves them all: a box is dropped for surer ones only. */
const LOWEST_THRESHOLD = 0.1;
/** What might be a face at all is kept out of the views without faces. */
const SUSPICION = 0.1;
/** Lower than this a face in a view of 640x480 counts as small, in shares of the height. */
const SMALL = 91 / 480;

const { values } = parseArgs({
  options: { share: { type: 'string', default: '1' }, print: { type: 'boolean', default: false } },
});
const share = Number(values.share);
if (!(share > 0 && share <= 1)) throw new Error(`--share is ${values.share}; it is a number above 0, at most 1`);

const progress = new Progress();
const detector = await createDetector({ ...DEFAULT_DETECTION_TASKS });
const text = await table();
await detector.close?.();
progress.end();
process.stdout.write(`${text}\n`);
if (!values.print && share === 1) {
  await writeBetweenMarkers(DOCUMENT, 'trade', text);
  process.stdout.write(`written to ${DOCUMENT}\n`);
}

async function table() {
  progress.tell('looking for faces in the photographs');
  const large = await largePhotographs();
  const surely = await bySsd(large, 0.5);
  const perhaps = await bySsd(large, SUSPICION);
  const judged = await judgedViews(large, surely);
  progress.tell('cutting out views without faces');
  const free = await viewsAt(large, placesWithoutFaces(perhaps, Math.ceil(FACE_FREE_VIEWS * share)));
  const lines = [];
  /** @type {readonly Pick<DetectionTasks, 'model' | 'inputSize'>[]} */
  const models = [
    ...INPUT_SIZES.map((inputSize) => ({ model: /** @type {const} */ ('tiny'), inputSize })),
    { model: 'ssd', inputSize: 416 },
  ];
  for (const model of models) lines.push(...(await modelLines(model, judged, free)));
  return [
    `Machine: ${describeMachine()}. Command: \`npm run detector-table\`, ${new Date().toISOString().slice(0, 10)}.`,
    `${judged.length} views with ${judged.reduce((sum, { faces }) => sum + faces.length, 0)} faces, ${free.length} without a face.`,
    '',
    '| model | threshold | ms a frame | found, of all faces | of the small ones | of those in clean views | false alarms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}

/**
 * @param {Pick<DetectionTasks, 'model' | 'inputSize'>} model
 * @param {readonly Judged[]} judged The clean views first.
 * @param {readonly Frame[]} free
 */
async function modelLines(model, judged, free) {
  const name = model.model === 'ssd' ? 'SSD' : `tiny ${model.inputSize}`;
  const tasks = { ...DEFAULT_DETECTION_TASKS, ...model, scoreThreshold: LOWEST_THRESHOLD };
  /** @type {number[]} */
  const ms = [];
  const look = async (/** @type {readonly Frame[]} */ frames) => {
    const found = [];
    for (const [index, frame] of frames.entries()) {
      if (index % 50 === 0) progress.tell(`${name}: ${index} of ${frames.length}`);
      const startMs = performance.now();
      found.push(await detector.detect(frame, tasks, 0));
      ms.push(performance.now() - startMs);
    }
    return found;
  };
  const inViews = await look(judged.map(({ frame }) => frame));
  const inFree = await look(free);
  const clean = judged.length / SPOILERS.length;
  return THRESHOLDS.map((threshold) => {
    const all = recall(judged, inViews, threshold, () => true);
    const small = recall(judged, inViews, threshold, ({ height }) => height < SMALL);
    const cleanOnly = recall(judged.slice(0, clean), inViews, threshold, () => true);
    const alarms = inFree.filter((found) => found.some(({ score }) => score > threshold)).length;
    const cells = [name, threshold, median(ms).toFixed(1), percent(all), percent(small), percent(cleanOnly)];
    return `| ${cells.join(' | ')} | ${((alarms * 100) / free.length).toFixed(1)} % (${alarms}) |`;
  });
}

/**
 * @param {readonly Judged[]} judged
 * @param {readonly (readonly Detection[])[]} found
 * @param {number} threshold
 * @param {(face: Box) => boolean} counts
 * @returns {Recall}
 */
function recall(judged, found, threshold, counts) {
  const each = judged.map(({ faces }, index) => {
    const counted = faces.filter(counts);
    return { faces: counted.length, found: facesFound(counted, found[index] ?? [], threshold) };
  });
  return each.reduce((sum, next) => ({ faces: sum.faces + next.faces, found: sum.found + next.found }));
}

/** @param {Recall} of */
function percent({ faces, found }) {
  return `${((found * 100) / faces).toFixed(0)} %`;
}

/**
 * @param {readonly Frame[]} frames
 * @param {number} scoreThreshold
 */
async function bySsd(frames, scoreThreshold) {
  const found = [];
  for (const frame of frames) {
    found.push(await detector.detect(frame, { ...DEFAULT_DETECTION_TASKS, model: 'ssd', scoreThreshold }, 0));
  }
  return found;
}

/**
 * Views around faces, each clean and spoilt in every way; clean ones first.
 *
 * @param {readonly Frame[]} large
 * @param {readonly (readonly Detection[])[]} faces
 */
async function judgedViews(large, faces) {
  progress.tell('cutting out views with faces');
  const clean = await viewsAt(large, placesAroundFaces(faces, Math.ceil(VIEWS * share)));
  const known = (await bySsd(clean, 0.5)).map((found) => found.map(({ box }) => box));
  /** @type {Judged[]} */
  const judged = [];
  for (const { name, filter, degrees } of SPOILERS) {
    progress.tell(`spoiling the views: ${name}`);
    for (const [index, frame] of (await filtered(clean, filter)).entries()) {
      judged.push({ frame, faces: (known[index] ?? []).map((box) => turned(box, degrees)) });
    }
  }
  return judged;
}
