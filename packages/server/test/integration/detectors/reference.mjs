/**
 * face-api by itself, as its documentation uses it and without anything of this server: the reference.
 *
 * Usage: node reference.mjs FILE WIDTH HEIGHT INPUT_SIZE SCORE_THRESHOLD
 * Reads rgb24 pictures one after another from FILE and prints, for each, the boxes in pixels and their scores as JSON.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const directoryOf = (name) => dirname(require.resolve(`${name}/package.json`));
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
const [file, width, height, inputSize, scoreThreshold] = process.argv.slice(2).map((text, index) => (index === 0 ? text : Number(text)));

faceapi.tf.setWasmPaths(join(directoryOf('@tensorflow/tfjs-backend-wasm'), 'dist/'));
await faceapi.tf.setBackend('wasm');
await faceapi.tf.ready();
await faceapi.nets.tinyFaceDetector.loadFromDisk(join(directoryOf('@vladmandic/face-api'), 'model'));

const pictures = readFileSync(file);
const octets = width * height * 3;
const found = [];
for (let start = 0; start < pictures.length; start += octets) {
  const tensor = faceapi.tf.tensor3d(pictures.subarray(start, start + octets), [height, width, 3]);
  const faces = await faceapi.detectAllFaces(tensor, new faceapi.TinyFaceDetectorOptions({ inputSize, scoreThreshold }));
  tensor.dispose();
  found.push(faces.map(({ score, box: { x, y, width, height } }) => ({ score, x, y, width, height })));
}
process.stdout.write(JSON.stringify(found));
