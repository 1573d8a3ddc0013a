import type { Frame } from '../../frames/frame.js';
import type { Area } from '../faces/area.js';
import { type NetEngine, type NetOutputs, outputsOfEach } from '../faces/net-engine.js';
import { makeNetInput } from '../faces/net-input.js';
import type { FaceNet } from '../nets/face-net.js';
import { FaceWeights, readWeightFiles } from '../nets/face-weights.js';
import { rowsToLookAt } from '../nets/seam.js';
import type { Tensor, TensorFlow } from './tensorflow-package.js';
import { TfjsNet } from './tfjs-net.js';

const CHANNELS = 3;

/** Computes the nets with TensorFlow.js on WebAssembly. */
export class TfjsEngine implements NetEngine {
  readonly name = 'tfjs-wasm';
  readonly #tf: TensorFlow;
  readonly #nets = new Map<string, TfjsNet>();

  constructor(tf: TensorFlow) {
    this.#tf = tf;
  }

  // Not async in truth: TensorFlow.js on WebAssembly computes when it is called.
  run(net: FaceNet, frame: Frame, areas: readonly Area[]): Promise<readonly NetOutputs[]> {
    const loaded = this.#net(net);
    const { side } = net;
    const rows = rowsOf(net, frame);
    const { normalisation } = loaded.plan;
    const options = { side, rows, isCentred: net.looksAt === 'face', normalisation, layout: 'interleaved' } as const;
    const input = makeNetInput(frame, areas, options);
    const shape = [areas.length, rows, side, CHANNELS];
    const outputs = this.#tf.tidy(() => loaded.compute(this.#tf.tensor(input, shape)));
    return Promise.resolve(outputsOfEach(outputs.map(takeNumbers), areas.length));
  }

  close(): Promise<void> {
    for (const net of this.#nets.values()) net.dispose();
    this.#nets.clear();
    return Promise.resolve();
  }

  #net(net: FaceNet): TfjsNet {
    const loaded = this.#nets.get(net.name);
    if (loaded !== undefined) return loaded;
    const loading = new TfjsNet(this.#tf, net.plan(new FaceWeights(readWeightFiles(net.model))));
    this.#nets.set(net.name, loading);
    return loading;
  }
}

/** Rows of a net's square that have to be computed: the net knows what the black below comes to. */
function rowsOf({ side, seams: [seam] }: FaceNet, { width, height }: Frame): number {
  if (seam === undefined) return side;
  const rows = rowsToLookAt(seam, Math.ceil((height * side) / Math.max(width, height)));
  // A multiple of the step is halved without a rest, and padded on the same sides as the whole.
  return Math.min(side, Math.ceil(rows / seam.step) * seam.step);
}

function takeNumbers(tensor: Tensor): Float32Array {
  const numbers = tensor.dataSync();
  tensor.dispose();
  return numbers;
}
