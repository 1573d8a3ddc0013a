import type * as onnxRuntime from 'onnxruntime-node';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Frame } from '../../frames/frame.js';
import type { Area } from '../faces/area.js';
import { type NetEngine, type NetOutputs, outputsOfEach } from '../faces/net-engine.js';
import { makeNetInput } from '../faces/net-input.js';
import type { FaceNet } from '../nets/face-net.js';
import { FACE_NORMALISATION } from '../nets/separable.js';
import { BlackEdges } from './black-edges.js';
import { graphOf } from './graph-cache.js';
import { CHANNELS, INPUT_NAME } from './graph-writer.js';
import { type GraphForm, SIZES_NAME } from './onnx-graph.js';
import { pictureRows } from './picture-rows.js';

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
  readonly #edges = new BlackEdges();
  /** Kept for the next net that looks at the same. */
  #lastFaces: ScaledFaces | undefined;
  /** For each side of a net's square the longest list of numbers so far, to be written to again. */
  readonly #memory = new Map<number, Float32Array>();

  constructor(runtime: OnnxRuntime, cacheDirectory: string) {
    this.#runtime = runtime;
    this.#cacheDirectory = cacheDirectory;
  }

  async run(net: FaceNet, frame: Frame, areas: readonly Area[]): Promise<readonly NetOutputs[]> {
    const { form, inputs } = net.looksAt === 'face' ? this.#faces(net, frame, areas) : this.#frame(net, frame);
    const session = await this.#session(net, form);
    const results = await session.run(inputs);
    const outputs = session.outputNames.map((name) => asFloats(results[name]));
    return outputsOfEach(outputs, areas.length);
  }

  async close(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  #session(net: FaceNet, form: GraphForm): Promise<InferenceSession> {
    const name = `${net.name} ${form}`;
    const loaded = this.#sessions.get(name);
    if (loaded !== undefined) return loaded;
    const loading = this.#load(net, form);
    this.#sessions.set(name, loading);
    // A failure is told to who asked, and the next who asks may have more luck.
    loading.catch(() => this.#sessions.delete(name));
    return loading;
  }

  async #load(net: FaceNet, form: GraphForm): Promise<InferenceSession> {
    const graph = await graphOf(net, form, this.#cacheDirectory);
    const { InferenceSession } = this.#runtime;
    return typeof graph === 'string'
      ? InferenceSession.create(graph, SESSION_OPTIONS)
      : InferenceSession.create(graph, SESSION_OPTIONS);
  }

  #faces({ side }: FaceNet, frame: Frame, areas: readonly Area[]): GraphInputs {
    const last = this.#lastFaces;
    const isKnown = last?.frame === frame && last.areas === areas && last.side === side;
    const options = { side, isCentred: true, normalisation: FACE_NORMALISATION, layout: 'planar' } as const;
    const squares = isKnown ? last.squares : makeNetInput(frame, areas, options, this.#memory.get(side));
    this.#lastFaces = { frame, areas, side, squares };
    if (squares.length > (this.#memory.get(side)?.length ?? 0)) this.#memory.set(side, squares);
    const input = new this.#runtime.Tensor('float32', squares, [areas.length, CHANNELS, side, side]);
    return { form: 'face', inputs: { [INPUT_NAME]: input } };
  }

  #frame(net: FaceNet, frame: Frame): GraphInputs {
    const { Tensor } = this.#runtime;
    const columns = Math.max(frame.width, frame.height);
    const part = pictureRows(net, frame);
    const rows = part?.rows ?? columns;
    const pixels = new Tensor('uint8', this.#edges.around(frame, rows), [rows, columns, CHANNELS]);
    if (part === undefined) return { form: 'square', inputs: { [INPUT_NAME]: pixels } };
    const sizes = BigInt64Array.from([1, CHANNELS, part.scaledRows, net.side], BigInt);
    return {
      form: `picture-${part.seams}`,
      inputs: { [INPUT_NAME]: pixels, [SIZES_NAME]: new Tensor('int64', sizes, [4]) },
    };
  }
}

/** Faces as a net looks at them. */
interface ScaledFaces {
  readonly frame: Frame;
  readonly areas: readonly Area[];
  readonly side: number;
  readonly squares: Float32Array;
}

/** What is given to a net, and to which of its graphs. */
interface GraphInputs {
  readonly form: GraphForm;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

function asFloats(result: Tensor | undefined): Float32Array {
  if (!(result?.data instanceof Float32Array)) throw new Error('the net gave something that is not a list of numbers');
  return result.data;
}
