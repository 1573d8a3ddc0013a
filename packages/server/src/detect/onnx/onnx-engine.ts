import type * as onnxRuntime from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Frame } from '../../frames/frame.js';
import type { Area } from '../faces/area.js';
import type { NetEngine } from '../faces/net-engine.js';
import { makeNetInput } from '../faces/net-input.js';
import type { FaceNet } from '../nets/face-net.js';
import { FACE_NORMALISATION } from '../nets/separable.js';
import { graphOf } from './graph-cache.js';
import { INPUT_NAME } from './onnx-graph.js';
import { SquareFrame } from './square-frame.js';

/** The part of `onnxruntime-node` that is used. */
export type OnnxRuntime = Pick<typeof onnxRuntime, 'InferenceSession' | 'Tensor'>;

/**
 * One thread for each worker, for the pool has a worker for each core; and no thread that waits by spinning, for it takes
 * the core away from the others. What is computed depends on neither.
 */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
};

/** Computes the nets with ONNX Runtime. */
export class OnnxEngine implements NetEngine {
  readonly name = 'onnxruntime-node';
  readonly #runtime: OnnxRuntime;
  readonly #cacheDirectory: string;
  readonly #sessions = new Map<string, Promise<InferenceSession>>();
  readonly #square = new SquareFrame();

  constructor(runtime: OnnxRuntime, cacheDirectory: string) {
    this.#runtime = runtime;
    this.#cacheDirectory = cacheDirectory;
  }

  async run(net: FaceNet, frame: Frame, area: Area): Promise<readonly Float32Array[]> {
    const session = await this.#session(net);
    const results = await session.run({ [INPUT_NAME]: this.#input(net, frame, area) });
    return session.outputNames.map((name) => asFloats(results[name]));
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  #session(net: FaceNet): Promise<InferenceSession> {
    const loaded = this.#sessions.get(net.name);
    if (loaded !== undefined) return loaded;
    const loading = this.#load(net);
    this.#sessions.set(net.name, loading);
    // A failure is told to who asked, and the next who asks may have more luck.
    loading.catch(() => this.#sessions.delete(net.name));
    return loading;
  }

  async #load(net: FaceNet): Promise<InferenceSession> {
    const graph = await graphOf(net, this.#cacheDirectory);
    const { InferenceSession } = this.#runtime;
    return typeof graph === 'string'
      ? InferenceSession.create(graph, SESSION_OPTIONS)
      : InferenceSession.create(graph, SESSION_OPTIONS);
  }

  #input(net: FaceNet, frame: Frame, area: Area): Tensor {
    const { Tensor } = this.#runtime;
    if (net.looksAt === 'frame') {
      const { side, pixels } = this.#square.of(frame);
      return new Tensor('uint8', pixels, [side, side, 3]);
    }
    const { side } = net;
    const options = { side, isCentred: true, normalisation: FACE_NORMALISATION, layout: 'planar' } as const;
    return new Tensor('float32', makeNetInput(frame, area, options), [1, 3, side, side]);
  }
}

function asFloats(result: Tensor | undefined): Float32Array {
  if (!(result?.data instanceof Float32Array)) throw new Error('the net gave something that is not a list of numbers');
  return result.data;
}
