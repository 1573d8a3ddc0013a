import { createRequire } from 'node:module';

/**
 * The face-api package, with the types that the server has written down for it.
 *
 * @typedef {import('../../../src/detect/face-api/face-api-package.js').FaceApi} FaceApi
 * @typedef {import('../../../src/detect/face-api/face-api-package.js').Tensor} Tensor
 * @typedef {import('../../../src/detect/face-api/face-api-package.js').DetectorOptions} DetectorOptions
 * @typedef {{ score: number, box: { x: number, y: number, width: number, height: number } }} Face
 * @typedef {Omit<FaceApi, 'detectAllFaces'> & { detectAllFaces(input: Tensor, options: DetectorOptions): Promise<readonly Face[]> }} WholeFaceApi
 */
const require = createRequire(import.meta.url);

/** @returns {WholeFaceApi} */
export function loadFaceApi() {
  const faceApi = /** @type {unknown} */ (require('@vladmandic/face-api/dist/face-api.node-wasm.js'));
  return /** @type {WholeFaceApi} */ (faceApi);
}
