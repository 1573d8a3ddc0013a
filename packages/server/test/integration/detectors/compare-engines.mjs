/**
 * Shows the same pixels to the face-api package, used as its documentation does, and to the engines of this server, and
 * prints what each found.
 *
 * Usage: node compare-engines.mjs FILE CACHE_DIRECTORY
 * FILE is JSON: a list of `{ "file", "width", "height", "tasks" }`, each file rgb24, with the tasks to do on it. Prints JSON: for
 * each picture and tasks `{ "picture", "tasks", "expected", "found": { ENGINE: { "detections", "gridDifference" } } }`.
 */
import { readFileSync } from 'node:fs';
import * as onnxRuntime from 'onnxruntime-node';
import { createDetector } from '../../../dist/detect/face-api/face-api-detector.js';
import { FaceChain } from '../../../dist/detect/faces/face-chain.js';
import { OnnxEngine } from '../../../dist/detect/onnx/onnx-engine.js';
import { loadTensorFlow } from '../../../dist/detect/tfjs/tensorflow-package.js';
import { TfjsEngine } from '../../../dist/detect/tfjs/tfjs-engine.js';
import { loadFaceApi } from './load-face-api.mjs';

/**
 * @typedef {import('../../../dist/detect/index.js').DetectionTasks} DetectionTasks
 * @typedef {import('../../../dist/detect/faces/net-engine.js').NetEngine} NetEngine
 * @typedef {{ file: string, width: number, height: number, tasks: readonly DetectionTasks[] }} Picture
 */
const [list = '', cacheDirectory = ''] = process.argv.slice(2);
const pictures = /** @type {readonly Picture[]} */ (JSON.parse(readFileSync(list, 'utf8')));

/** What the package's TinyFaceDetector gave last, before boxes were read out of it. @type {Float32Array} */
let packageGrid = new Float32Array();
const net = /** @type {{ forwardInput(...given: readonly unknown[]): { dataSync(): Float32Array } }} */ (
  /** @type {unknown} */ (loadFaceApi().nets.tinyFaceDetector)
);
const forwardInput = net.forwardInput.bind(net);
net.forwardInput = (/** @type {readonly unknown[]} */ ...given) => {
  const grid = forwardInput(...given);
  packageGrid = grid.dataSync().slice();
  return grid;
};

/** An engine that keeps what it gave for the frame. */
class Listening {
  grid = new Float32Array();

  /** @param {NetEngine} engine */
  constructor(engine) {
    this.engine = engine;
    this.name = engine.name;
    this.close = () => engine.close();
  }

  /** @type {NetEngine['run']} */
  run = async (faceNet, frame, areas) => {
    const outputs = await this.engine.run(faceNet, frame, areas);
    if (faceNet.looksAt === 'frame') this.grid = Float32Array.from(outputs[0]?.[0] ?? []);
    return outputs;
  };
}

/**
 * @param {Float32Array} first
 * @param {Float32Array} second
 */
function largestDifference(first, second) {
  if (first.length !== second.length || first.length === 0) return Number.MAX_VALUE;
  return first.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (second[index] ?? Number.NaN))), 0);
}

const engines = {
  onnx: new Listening(new OnnxEngine(onnxRuntime, cacheDirectory)),
  tfjs: new Listening(new TfjsEngine(await loadTensorFlow())),
};
const reference = await createDetector({});

const compared = [];
for (const [picture, { file, width, height, tasks: allTasks }] of pictures.entries()) {
  const size = { width, height };
  const pixels = new Uint8Array(readFileSync(file));
  const frame = { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels };
  for (const [index, tasks] of allTasks.entries()) {
    const expected = await reference.detect(frame, tasks, 0);
    /** @type {Record<string, unknown>} */
    const found = {};
    for (const [name, engine] of Object.entries(engines)) {
      const detections = await new FaceChain(engine).detect(frame, tasks);
      const gridDifference = tasks.model === 'tiny' ? largestDifference(engine.grid, packageGrid) : 0;
      found[name] = { detections, gridDifference };
    }
    compared.push({ picture, tasks: index, expected, found });
  }
}
for (const engine of Object.values(engines)) await engine.close();
process.stdout.write(JSON.stringify(compared));
