import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FaceExpressions, Point } from '@webm-reassembler/protocol';

/** A tensor, as far as this server knows one. */
export interface Tensor {
  dispose(): void;
}

/** A box in pixels or in shares, as face-api has it. */
interface FaceApiBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What face-api finds. */
export interface FaceDetection {
  readonly score: number;
  readonly relativeBox: FaceApiBox;
}

/** The part of TensorFlow.js that is used. */
export interface TensorFlow {
  setWasmPaths(directory: string): void;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Uint8Array, shape: readonly [number, number, number], type: 'int32'): Tensor;
  memory(): { readonly numTensors: number };
}

/** A face with everything that a chain of tasks found out about it. */
export interface DescribedFace {
  readonly detection: FaceDetection;
  readonly landmarks?: { readonly positions: readonly Point[] };
  readonly expressions?: FaceExpressions;
  readonly age?: number;
  readonly gender?: 'female' | 'male';
  readonly genderProbability?: number;
  readonly descriptor?: Float32Array;
}

/** A chain of tasks, run when it is awaited. The bare detections come where nothing is chained to them. */
interface FaceTask extends PromiseLike<readonly (FaceDetection | DescribedFace)[]> {
  withFaceLandmarks(useTinyNet: boolean): FaceTask;
  withFaceExpressions(): FaceTask;
  withAgeAndGender(): FaceTask;
  withFaceDescriptors(): FaceTask;
}

/** A net whose weights are loaded from a directory. */
export interface Net {
  loadFromDisk(directory: string): Promise<void>;
  dispose(): void;
}

/** Options of a face detector, made by a class of their own. */
export interface DetectorOptions {
  readonly name: string;
}

/** The part of `@vladmandic/face-api` that is used. Its own types need those of a browser. */
export interface FaceApi {
  readonly tf: TensorFlow;
  readonly nets: {
    readonly tinyFaceDetector: Net;
    readonly ssdMobilenetv1: Net;
    readonly faceLandmark68Net: Net;
    readonly faceLandmark68TinyNet: Net;
    readonly faceExpressionNet: Net;
    readonly ageGenderNet: Net;
    readonly faceRecognitionNet: Net;
  };
  readonly TinyFaceDetectorOptions: new (options: {
    readonly inputSize: number;
    readonly scoreThreshold: number;
  }) => DetectorOptions;
  readonly SsdMobilenetv1Options: new (options: { readonly minConfidence: number }) => DetectorOptions;
  detectAllFaces(input: Tensor, options: DetectorOptions): FaceTask;
}

/** face-api on tfjs-wasm, ready to compute, and where its weights are. */
export interface LoadedFaceApi {
  readonly faceApi: FaceApi;
  readonly modelDirectory: string;
}

const require = createRequire(import.meta.url);

/**
 * Loads face-api on the WebAssembly backend of TensorFlow.js. Code, WebAssembly and weights come from the installed npm
 * packages; nothing is fetched.
 */
export async function loadFaceApi(): Promise<LoadedFaceApi> {
  const faceApi = asFaceApi(require('@vladmandic/face-api/dist/face-api.node-wasm.js'));
  const { tf } = faceApi;
  tf.setWasmPaths(join(packageDirectory('@tensorflow/tfjs-backend-wasm'), 'dist/'));
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly backend');
  await tf.ready();
  return { faceApi, modelDirectory: join(packageDirectory('@vladmandic/face-api'), 'model') };
}

function packageDirectory(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

/** Boundary: what the package exports, by its types. */
function asFaceApi(exported: unknown): FaceApi {
  return exported as FaceApi;
}
