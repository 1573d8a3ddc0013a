import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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

/** Options of face-api's TinyFaceDetector, made by its own class. */
interface TinyFaceDetectorOptions {
  readonly inputSize: number;
  readonly scoreThreshold: number;
}

/** The part of `@vladmandic/face-api` that is used. Its own types need those of a browser. */
export interface FaceApi {
  readonly tf: TensorFlow;
  readonly nets: {
    readonly tinyFaceDetector: {
      loadFromDisk(directory: string): Promise<void>;
      locateFaces(input: Tensor, options: TinyFaceDetectorOptions): Promise<readonly FaceDetection[]>;
      dispose(): void;
    };
  };
  readonly TinyFaceDetectorOptions: new (options: TinyFaceDetectorOptions) => TinyFaceDetectorOptions;
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
