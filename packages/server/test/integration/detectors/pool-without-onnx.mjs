/**
 * Starts the pool with the `onnx` detector in a Node of which `hide-onnx-runtime.mjs` took ONNX Runtime away, and prints what
 * it says of itself and what it finds.
 *
 * Usage: node --import ./hide-onnx-runtime.mjs pool-without-onnx.mjs FILE WIDTH HEIGHT
 */
import { readFileSync } from 'node:fs';
import { faceDetector, startDetectorPool } from '../../../dist/detect/index.js';

const [file = '', ...numbers] = process.argv.slice(2);
const [width = 0, height = 0] = numbers.map(Number);
const size = { width, height };
const pool = startDetectorPool({ detector: faceDetector('onnx'), size: 2 });
const { engine, warning } = await pool.ready;
const slot = pool.openSlot({
  onDetections: ({ detections }) => process.stdout.write(JSON.stringify({ engine, warning, detections })),
  onFailed: ({ message }) => process.stderr.write(message),
});
const pixels = new Uint8Array(readFileSync(file));
slot.submit({ ...size, source: size, timestampMs: 0, decodedAtMs: 0, pixels });
await slot.drained();
await pool.close();
