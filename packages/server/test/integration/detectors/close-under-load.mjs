/**
 * Closes pools with the `onnx` detector while their workers are computing, and ends. ONNX Runtime takes the whole process
 * down when a worker is terminated in the middle of a run, so that this ends by itself is the test.
 *
 * Usage: node close-under-load.mjs ROUNDS
 */
import { DEFAULT_DETECTION_TASKS, faceDetector, startDetectorPool } from '../../../dist/detect/index.js';

const rounds = Number(process.argv[2]);
const size = { width: 640, height: 480 };
/** @type {import('../../../dist/detect/index.js').DetectionTasks} */
const tasks = { ...DEFAULT_DETECTION_TASKS, inputSize: 608 };
let answered = 0;
for (let round = 0; round < rounds; round += 1) {
  const pool = startDetectorPool({ detector: faceDetector('onnx', { tasks }), tasks, size: 2 });
  await pool.ready;
  const events = { onDetections: () => (answered += 1), onFailed: () => undefined };
  for (let stream = 0; stream < 4; stream += 1) {
    const pixels = new Uint8Array(size.width * size.height * 3);
    pool.openSlot(events).submit({ ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels });
  }
  await pool.close();
}
process.stdout.write(JSON.stringify({ answered }));
