import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A tensor, as far as this server knows one. */
export interface Tensor {
  readonly shape: readonly number[];
  dataSync(): Float32Array;
  dispose(): void;
}

type Stride = readonly [number, number];

interface FilterStep {
  readonly x: Tensor;
  readonly filter: Tensor;
  readonly bias: Tensor;
  readonly strides: Stride;
  readonly pad: 'same' | 'valid';
  readonly activation: 'linear' | 'relu' | 'relu6';
}

/** The part of `@tensorflow/tfjs` that is used. */
export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  /** Runs a computation and disposes of all tensors that it made, but those it returns. */
  tidy<Result>(compute: () => Result): Result;
  readonly fused: {
    conv2d(step: FilterStep): Tensor;
    depthwiseConv2d(step: FilterStep): Tensor;
  };
  maxPool(x: Tensor, size: number, stride: number, padding: 'same' | 'valid'): Tensor;
  avgPool(x: Tensor, size: number, stride: number, padding: 'same' | 'valid'): Tensor;
  add(first: Tensor, second: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  /** What is below 0 times the channel's slope. */
  prelu(x: Tensor, slopes: Tensor): Tensor;
  concat(parts: readonly Tensor[], axis: number): Tensor;
  /** Length -1: up to the end. */
  slice(x: Tensor, start: readonly number[], lengths: readonly number[]): Tensor;
  /** Keeps a tensor beyond the `tidy` in which it was made. */
  keep(x: Tensor): Tensor;
  pad(x: Tensor, amounts: readonly (readonly [number, number])[]): Tensor;
}

interface WasmBackend {
  setWasmPaths(directory: string): void;
}

const require = createRequire(import.meta.url);

/** TensorFlow.js on its WebAssembly backend. All comes from the installed npm packages; nothing is fetched. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = asTensorFlow(require('@tensorflow/tfjs'));
  const backend = asWasmBackend(require('@tensorflow/tfjs-backend-wasm'));
  backend.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'));
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly backend');
  await tf.ready();
  return tf;
}

/** Boundary: what the package exports, by its documentation. */
function asTensorFlow(exported: unknown): TensorFlow {
  return exported as TensorFlow;
}

/** Boundary: what the package exports, by its documentation. */
function asWasmBackend(exported: unknown): WasmBackend {
  return exported as WasmBackend;
}
