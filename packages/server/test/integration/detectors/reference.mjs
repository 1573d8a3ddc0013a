/**
 * face-api by itself, as its documentation uses it and without anything of this server: the reference.
 *
 * Usage: node reference.mjs FILE WIDTH HEIGHT INPUT_SIZE SCORE_THRESHOLD
 * Reads rgb24 pictures one after another from FILE and prints, for each, the boxes in pixels and their scores as JSON.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFaceApi } from './load-face-api.mjs';

/** @param {string} name */
const directoryOf = (name) => dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
const [file = '', ...numbers] = process.argv.slice(2);
const [width = 0, height = 0, inputSize = 0, scoreThreshold = 0] = numbers.map(Number);

const faceapi = loadFaceApi();
faceapi.tf.setWasmPaths(join(directoryOf('@tensorflow/tfjs-backend-wasm'), 'dist/'));
await faceapi.tf.setBackend('wasm');
await faceapi.tf.ready();
await faceapi.nets.tinyFaceDetector.loadFromDisk(join(directoryOf('@vladmandic/face-api'), 'model'));

const options = new faceapi.TinyFaceDetectorOptions({ inputSize, scoreThreshold });
const pictures = readFileSync(file);
const octets = width * height * 3;
const found = [];
for (let start = 0; start < pictures.length; start += octets) {
  const tensor = faceapi.tf.tensor3d(pictures.subarray(start, start + octets), [height, width, 3], 'int32');
  const faces = await faceapi.detectAllFaces(tensor, options);
  tensor.dispose();
  found.push(faces.map(({ score, box }) => ({ score, x: box.x, y: box.y, width: box.width, height: box.height })));
}
process.stdout.write(JSON.stringify(found));
