import { loadFaceApi } from '../../dist/detect/face-api/face-api-package.js';
import * as nets from '../../dist/detect/nets/face-net.js';
import { frameOf, photographs } from './photographs.mjs';

/**
 * @import { NetEngine } from '../../dist/detect/faces/net-engine.js'
 * @import { FaceNet } from '../../dist/detect/nets/face-net.js'
 * @import { FaceApi, Tensor } from '../../dist/detect/face-api/face-api-package.js'
 */

/**
 * A net of the package.
 *
 * @typedef {object} PackageNet
 * @property {(directory: string) => Promise<void>} load
 * @property {(face: Tensor) => Promise<unknown>} look
 */

const SIDE = 180;

/**
 * The nets that look at a face that has been found.
 *
 * @type {readonly { readonly title: string, readonly net: FaceNet, readonly of: (faceApi: FaceApi) => PackageNet }[]}
 */
const FACE_NETS = [
  { title: 'landmarks, 68', net: nets.LANDMARKS_68, of: call('faceLandmark68Net', 'detectLandmarks') },
  { title: 'landmarks, 68-tiny', net: nets.LANDMARKS_68_TINY, of: call('faceLandmark68TinyNet', 'detectLandmarks') },
  { title: 'expressions', net: nets.EXPRESSIONS, of: call('faceExpressionNet', 'predictExpressions') },
  { title: 'age and gender', net: nets.AGE_GENDER, of: call('ageGenderNet', 'predictAgeAndGender') },
  { title: 'descriptor', net: nets.DESCRIPTOR, of: call('faceRecognitionNet', 'computeFaceDescriptor') },
];

/**
 * What each net takes for one face that is cut out of a frame of 640x480: the cutting out and the scaling included.
 *
 * @param {Readonly<Record<string, NetEngine>>} engines
 * @param {number} rounds
 * @param {(text: string) => void} tell
 */
export async function runNets(engines, rounds, tell) {
  const { faceApi, modelDirectory } = await loadFaceApi();
  const frames = await photographs(640, 480);
  const area = { x: 200, y: 100, width: SIDE, height: SIDE };
  const rows = [];
  for (const { title, net, of } of FACE_NETS) {
    tell(`${title} of one face`);
    const { load, look } = of(faceApi);
    await load(modelDirectory);
    /** @type {Record<string, number[]>} */
    const ms = Object.fromEntries(['face-api', ...Object.keys(engines)].map((name) => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const frame of frames) {
        const face = frameOf(cutOut(frame.pixels, frame.width, area), SIDE, SIDE);
        const tensor = faceApi.tf.tensor3d(face.pixels, [SIDE, SIDE, 3], 'int32');
        const timings = { 'face-api': await timed(() => look(tensor)) };
        tensor.dispose();
        for (const [name, engine] of Object.entries(engines)) {
          Object.assign(timings, { [name]: await timed(() => engine.run(net, frame, [area])) });
        }
        if (round > 0) for (const [name, taken] of Object.entries(timings)) ms[name]?.push(taken);
      }
    }
    rows.push({ title, ms });
  }
  return rows;
}

/**
 * @param {keyof FaceApi['nets']} name
 * @param {string} method
 * @returns {(faceApi: FaceApi) => PackageNet}
 */
function call(name, method) {
  return ({ nets: packageNets }) => {
    const net = packageNets[name];
    const methods = /** @type {Record<string, (face: Tensor) => Promise<unknown>>} */ (/** @type {unknown} */ (net));
    return { load: (directory) => net.loadFromDisk(directory), look: async (face) => methods[method]?.call(net, face) };
  };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {{ x: number, y: number, width: number, height: number }} area
 */
function cutOut(pixels, width, area) {
  const cut = new Uint8Array(area.width * area.height * 3);
  for (let row = 0; row < area.height; row += 1) {
    const start = ((area.y + row) * width + area.x) * 3;
    cut.set(pixels.subarray(start, start + area.width * 3), row * area.width * 3);
  }
  return cut;
}
