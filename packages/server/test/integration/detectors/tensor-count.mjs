/**
 * Runs the built face-api detector in this process, with the network taken away, and prints the number of tensors that
 * are alive after the first frame and after twenty more. Usage: node tensor-count.mjs
 */
import { DEFAULT_DETECTION_TASKS } from '../../../dist/detect/index.js';
import { createDetector } from '../../../dist/detect/face-api/face-api-detector.js';
import { loadFaceApi } from './load-face-api.mjs';

globalThis.fetch = () => {
  throw new Error('the detector asked the network for something');
};
const { tf } = loadFaceApi();
const size = { width: 320, height: 240 };
const pixels = Uint8Array.from({ length: 320 * 240 * 3 }, (_, index) => (index * 7919) % 256);
const frame = { ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels };

/** @type {import('../../../src/detect/index.js').DetectionTasks} */
const tasks = { ...DEFAULT_DETECTION_TASKS, inputSize: 224, scoreThreshold: 0.1, expressions: true };
const detector = await createDetector({ ...tasks });
await detector.detect(frame, tasks, 0);
const afterOne = tf.memory().numTensors;
for (let count = 0; count < 20; count += 1) await detector.detect(frame, tasks, 0);
const afterMany = tf.memory().numTensors;
await detector.close?.();
process.stdout.write(JSON.stringify({ afterOne, afterMany }));
