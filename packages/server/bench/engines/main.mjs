/**
 * How long the engines of the detector take for a frame, beside the face-api package as its Node demo uses it.
 *
 * `npm run bench -- engines [--rounds-factor X] [--print]`
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as onnxRuntime from 'onnxruntime-node';
import { Progress } from '../../../webm-reassembler/bench/progress.mjs';
import { describeLoad, describeMachine } from '../../../webm-reassembler/bench/report/machine.mjs';
import { writeBetweenMarkers } from '../../../webm-reassembler/bench/report/write-between-markers.mjs';
import { createDetector as createFaceApi } from '../../dist/detect/face-api/face-api-detector.js';
import { DEFAULT_DETECTION_TASKS } from '../../dist/detect/index.js';
import { createDetector as createOnnx } from '../../dist/detect/onnx/onnx-detector.js';
import { defaultCacheDirectory } from '../../dist/detect/onnx/graph-cache.js';
import { OnnxEngine } from '../../dist/detect/onnx/onnx-engine.js';
import { loadTensorFlow } from '../../dist/detect/tfjs/tensorflow-package.js';
import { createDetector as createTfjs } from '../../dist/detect/tfjs/tfjs-detector.js';
import { TfjsEngine } from '../../dist/detect/tfjs/tfjs-engine.js';
import { CASES } from './cases.mjs';
import { casesTable, netsTable } from './report.mjs';
import { runCase } from './run-case.mjs';
import { runNets } from './run-nets.mjs';

const DOCUMENT = fileURLToPath(new URL('../../../../docs/benchmarks.md', import.meta.url));
const NET_ROUNDS = 5;

const { values } = parseArgs({
  options: { 'rounds-factor': { type: 'string', default: '1' }, print: { type: 'boolean', default: false } },
});
const factor = Number(values['rounds-factor']);
if (!(factor > 0)) throw new Error(`--rounds-factor is ${values['rounds-factor']}; it is a number above 0`);
const rounds = (/** @type {number} */ usual) => Math.max(1, Math.round(usual * factor));

const progress = new Progress();
const tell = (/** @type {string} */ text) => progress.tell(text);
const loadBefore = describeLoad();
const text = await measure();
progress.end();
process.stdout.write(`${text}\n`);
if (!values.print && factor >= 1) {
  await writeBetweenMarkers(DOCUMENT, 'engines', text);
  process.stdout.write(`written to ${DOCUMENT}\n`);
}

async function measure() {
  tell('loading the engines');
  const engines = {
    'face-api': await createFaceApi({ ...DEFAULT_DETECTION_TASKS }),
    onnx: await createOnnx({ ...DEFAULT_DETECTION_TASKS }),
    tfjs: await createTfjs({ ...DEFAULT_DETECTION_TASKS }),
  };
  const results = [];
  for (const engineCase of CASES) {
    const rows = await runCase({ ...engineCase, rounds: rounds(engineCase.rounds) }, engines, tell);
    results.push({ engineCase, rows });
  }
  const netEngines = {
    onnx: new OnnxEngine(onnxRuntime, defaultCacheDirectory()),
    tfjs: new TfjsEngine(await loadTensorFlow()),
  };
  const nets = await runNets(netEngines, rounds(NET_ROUNDS), tell);
  for (const engine of [...Object.values(engines), ...Object.values(netEngines)]) await engine.close?.();
  return [
    `Machine: ${describeMachine()}. Load before and after: ${loadBefore} and ${describeLoad()}.`,
    `Command: \`npm run bench -- engines\`, ${new Date().toISOString().slice(0, 10)}; one thread for each engine; medians of`,
    'interleaved frames.',
    '',
    casesTable(results),
    '',
    netsTable(nets),
  ].join('\n');
}
